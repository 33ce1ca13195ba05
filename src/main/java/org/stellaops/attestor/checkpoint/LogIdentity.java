package org.stellaops.attestor.checkpoint;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import org.stellaops.attestor.note.BadSignatureException;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSignature;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The identity of a log: its origin and its key. The name of the key may differ from the origin.
 *
 * @param origin the first line of every checkpoint of this log
 * @param key the only key whose signature is accepted
 */
public record LogIdentity(Origin origin, VerifierKey key) {
  private static final int MAX_NAMES = 4;

  /**
   * Parses a note and verifies that it is a checkpoint of this log.
   *
   * @param raw the note, byte for byte
   * @param otherKeys keys of other configured logs, to report a mix-up as {@code wrong_key} instead
   *     of {@code untrusted_key}
   * @throws AttestorException with {@code invalid_note}, {@code untrusted_key}, {@code
   *     bad_signature}, {@code wrong_key} or {@code origin_mismatch}
   */
  public SignedCheckpoint open(byte[] raw, Collection<VerifierKey> otherKeys) {
    if (raw.length > 2 && raw[0] == (byte) 0xEF && raw[1] == (byte) 0xBB && raw[2] == (byte) 0xBF) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "the checkpoint begins with a byte order mark (U+FEFF), which the log has not signed",
          "remove the first three bytes, which an editor has added, or fetch the checkpoint again");
    }
    SignedNote note = parse(raw, SignedNote::parse);
    if (!isSigned(note)) {
      throw untrusted(note, otherKeys);
    }
    Checkpoint checkpoint = parse(note.text(), Checkpoint::parse);
    if (!checkpoint.origin().equals(origin)) {
      throw new AttestorException(
          Failure.ORIGIN_MISMATCH,
          "the checkpoint is of the log %s, not of '%s'"
              .formatted(SafeText.quote(checkpoint.origin().name()), origin),
          "compare the origin of the backend with the first line of the log's checkpoint");
    }
    return new SignedCheckpoint(note, checkpoint);
  }

  private AttestorException untrusted(SignedNote note, Collection<VerifierKey> otherKeys) {
    Optional<VerifierKey> otherLog =
        otherKeys.stream()
            .filter(other -> !other.equals(key) && isSignedBy(other, note))
            .findFirst();
    if (otherLog.isPresent()) {
      return new AttestorException(
          Failure.WRONG_KEY,
          "the checkpoint is signed with the key %s of another log; '%s' has the key %s"
              .formatted(shortForm(otherLog.get()), origin, shortForm(key)),
          "compare baseUrl, origin and publicKey of the backends");
    }
    Optional<AttestorException> misnamed =
        note.signatures().stream().flatMap(line -> misnamed(note, line).stream()).findFirst();
    if (misnamed.isPresent()) {
      return misnamed.get();
    }
    return new AttestorException(
        Failure.UNTRUSTED_KEY,
        "the checkpoint is not signed with the key %s of '%s'; it has signature lines of %s"
            .formatted(shortForm(key), origin, describeSigners(note)),
        "if the log has a new key, get it from a trusted source and configure it");
  }

  /** The failure if the key of this log has signed the note, but under another name. */
  private Optional<AttestorException> misnamed(SignedNote note, NoteSignature line) {
    VerifierKey renamed = new VerifierKey(line.name(), key.publicKey());
    if (renamed.equals(key) || !isSignedBy(renamed, note)) {
      return Optional.empty();
    }
    Origin signed = parse(note.text(), Checkpoint::parse).origin();
    String name = SafeText.quote(line.name());
    return Optional.of(
        new AttestorException(
            Failure.ORIGIN_MISMATCH,
            "the key is right, but the checkpoint is of the log %s with the key name %s, not of '%s' with '%s'"
                .formatted(SafeText.quote(signed.name()), name, origin, key.name()),
            signed.equals(origin)
                ? "set keyName of the backend to " + name
                : "if this is the log to follow, set the origin of the backend to "
                    + SafeText.quote(signed.name())));
  }

  private boolean isSigned(SignedNote note) {
    try {
      return note.isSignedBy(key);
    } catch (BadSignatureException e) {
      throw new AttestorException(
          Failure.BAD_SIGNATURE,
          "the signature line of the key " + shortForm(key) + " does not verify",
          "the log or a proxy in front of it changes checkpoints; compare with another network",
          e);
    }
  }

  private static boolean isSignedBy(VerifierKey other, SignedNote note) {
    try {
      return note.isSignedBy(other);
    } catch (BadSignatureException e) {
      return false;
    }
  }

  /** The names on the signature lines, quoted and limited because they are not verified. */
  private static String describeSigners(SignedNote note) {
    List<String> names =
        note.signatures().stream()
            .map(line -> SafeText.quote(line.name() + "+" + line.keyId()))
            .distinct()
            .toList();
    String first = String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size())));
    return names.size() > MAX_NAMES
        ? first + " and " + (names.size() - MAX_NAMES) + " more"
        : first;
  }

  private static String shortForm(VerifierKey key) {
    return key.name() + "+" + key.keyId();
  }

  private static <S, T> T parse(S source, Function<S, T> parser) {
    try {
      return parser.apply(source);
    } catch (MalformedNoteException | MalformedException e) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "not a checkpoint: " + e.getMessage(),
          "check the file 'checkpoint' of the log; a proxy may have returned another page",
          e);
    }
  }
}
