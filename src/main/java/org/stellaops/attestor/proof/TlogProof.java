package org.stellaops.attestor.proof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Rfc6962;

/**
 * An inclusion proof with the checkpoint that it leads to. Until {@link #verify} nothing of it is
 * known to be true.
 */
public final class TlogProof {
  /** The largest file that is read: 2 MiB. */
  public static final int MAX_BYTES = 2 * 1024 * 1024;

  private final Optional<byte[]> extra;
  private final InclusionProof inclusion;
  private final SignedNote note;

  private TlogProof(Optional<byte[]> extra, InclusionProof inclusion, SignedNote note) {
    this.extra = extra;
    this.inclusion = inclusion;
    this.note = note;
  }

  /**
   * Puts a proof together.
   *
   * @param extra any bytes, at least one; or nothing
   * @param inclusion for the size of the checkpoint
   * @param note the checkpoint as it was signed
   * @throws MalformedException if the sizes differ, or if the note is no checkpoint
   */
  public static TlogProof of(Optional<byte[]> extra, InclusionProof inclusion, SignedNote note) {
    if (Checkpoint.parse(note.text()).head().size() != inclusion.size()) {
      throw new MalformedException("the proof is for another size than the checkpoint has");
    }
    if (extra.isPresent() && extra.get().length == 0) {
      throw new MalformedException("extra data that is empty is left out");
    }
    return new TlogProof(extra.map(byte[]::clone), inclusion, note);
  }

  /**
   * The inverse of {@link #print}.
   *
   * @throws AttestorException with {@code invalid_note} for every other spelling
   */
  public static TlogProof parse(byte[] content) {
    try {
      if (content.length > MAX_BYTES) {
        throw new MalformedException("it has more than " + MAX_BYTES + " bytes");
      }
      TlogProof proof = new TlogProofParser(content).parse();
      // one spelling: whatever is read leniently somewhere below prints differently here
      if (!Arrays.equals(proof.print(), content)) {
        throw new MalformedException("it is not in its one form");
      }
      return proof;
    } catch (IllegalArgumentException e) {
      throw new AttestorException(
          Failure.INVALID_NOTE,
          "this is no tlog-proof: " + e.getMessage(),
          "ask for the file as a program of c2sp.org/tlog-proof" + " wrote it",
          e);
    }
  }

  /** The file's content. */
  public byte[] print() {
    StringBuilder text = new StringBuilder(TlogProofParser.FIRST_LINE).append('\n');
    extra.ifPresent(bytes ->
        text.append(TlogProofParser.EXTRA).append(TlogProofParser.base64(bytes)).append('\n'));
    text.append(TlogProofParser.INDEX).append(inclusion.index()).append('\n');
    inclusion.hashes().forEach(hash -> text.append(hash).append('\n'));
    byte[] head = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    byte[] raw = note.raw();
    byte[] whole = Arrays.copyOf(head, head.length + raw.length);
    System.arraycopy(raw, 0, whole, head.length, raw.length);
    return whole;
  }

  /**
   * Checks that the log has signed the checkpoint and that this leaf is where the proof says.
   *
   * @param log who must have signed, and for which origin
   * @return the checkpoint, now known to be the log's
   * @throws AttestorException as {@link LogIdentity#open} does; with {@code not_included} if the
   *     proof does not lead from the leaf to the signed root
   */
  public SignedCheckpoint verify(LogIdentity log, Hash leafHash) {
    SignedCheckpoint checkpoint = log.open(note.raw(), List.of());
    if (!isProofFor(leafHash)) {
      throw new AttestorException(
          Failure.NOT_INCLUDED,
          "the proof does not lead from this entry to the signed root: it is not entry "
              + inclusion.index()
              + " of '"
              + log.origin()
              + "'",
          "see that the entry is the one that the proof was made for, byte for byte");
    }
    return checkpoint;
  }

  /**
   * The leaf hash that the proof brings along: extra data that is the entry, or its leaf hash. That
   * the proof leads from it to the root shows that it is meant so; whether the root is the log's,
   * {@link #verify} tells.
   */
  public Optional<Hash> embeddedLeafHash() {
    return extra
        .map(bytes ->
            Stream.concat(
                Stream.of(Rfc6962.leaf(bytes)),
                bytes.length == Hash.BYTES ? Stream.of(Hash.of(bytes)) : Stream.empty()))
        .flatMap(candidates -> candidates.filter(this::isProofFor).findFirst());
  }

  private boolean isProofFor(Hash leafHash) {
    return inclusion.rootFor(leafHash).equals(checkpoint().head().root());
  }

  /** The entry itself, if it is in the file; the proof shows that it is. */
  public Optional<byte[]> embeddedEntry() {
    return extra.filter(bytes -> isProofFor(Rfc6962.leaf(bytes))).map(byte[]::clone);
  }

  /** What the checkpoint says; nobody has verified it here. */
  public Checkpoint checkpoint() {
    return Checkpoint.parse(note.text());
  }

  /** The log by the checkpoint's own word. */
  public Origin origin() {
    return checkpoint().origin();
  }

  /** Index, size and hashes. */
  public InclusionProof inclusion() {
    return inclusion;
  }

  /** The checkpoint as it was signed. */
  public SignedNote note() {
    return note;
  }

  /** The extra data, a copy, if there is any. */
  public Optional<byte[]> extra() {
    return extra.map(byte[]::clone);
  }
}
