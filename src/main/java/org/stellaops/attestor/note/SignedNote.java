package org.stellaops.attestor.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A signed note with its original bytes, see <a
 * href="https://c2sp.org/signed-note">c2sp.org/signed-note</a>. Parsing does not verify signatures;
 * see {@link #isSignedBy}. Immutable.
 */
public final class SignedNote {
  /** The maximum size of a note: 256 KiB, enough for many post-quantum signatures. */
  public static final int MAX_BYTES = 256 * 1024;

  /** The maximum number of signature lines. */
  public static final int MAX_SIGNATURES = 64;

  private final byte[] raw;
  private final String text;
  private final List<NoteSignature> signatures;

  private SignedNote(byte[] raw, String text, List<NoteSignature> signatures) {
    this.raw = raw;
    this.text = text;
    this.signatures = signatures;
  }

  /**
   * Parses a note.
   *
   * @throws MalformedNoteException if any part is malformed, including a single signature line
   */
  public static SignedNote parse(byte[] raw) {
    if (raw.length > MAX_BYTES) {
      throw new MalformedNoteException("a note must not be larger than " + MAX_BYTES + " bytes");
    }
    String whole = utf8(raw);
    if (whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedNoteException(
          "a note must not contain control characters other than line feeds");
    }
    int blankLine = whole.lastIndexOf("\n\n");
    if (blankLine < 0) {
      throw new MalformedNoteException("a note must have a blank line between text and signatures");
    }
    String text = whole.substring(0, blankLine + 1);
    return new SignedNote(raw.clone(), text, signatures(whole.substring(blankLine + 2)));
  }

  /** A note with this text, which ends in a line feed, and these signatures. */
  public static SignedNote of(String text, List<NoteSignature> signatures) {
    StringBuilder whole = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> whole.append(signature).append('\n'));
    SignedNote note = parse(whole.toString().getBytes(StandardCharsets.UTF_8));
    if (!note.text.equals(text)) {
      throw new MalformedNoteException(
          "the text is ambiguous: it contains a blank line before a signature");
    }
    return note;
  }

  /** A copy of the original bytes. */
  public byte[] raw() {
    return raw.clone();
  }

  /** The signed text, with its final line feed. */
  public String text() {
    return text;
  }

  /** All signature lines in their order, without duplicates. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /**
   * Whether this key signed the note.
   *
   * @return false if no line has the name and ID of the key; of several such lines the first is
   *     used
   * @throws BadSignatureException if that line does not verify
   */
  public boolean isSignedBy(VerifierKey key) {
    for (NoteSignature signature : signatures) {
      if (signature.claims(key)) {
        if (!key.verifies(text.getBytes(StandardCharsets.UTF_8), signature.signature())) {
          throw new BadSignatureException(signature);
        }
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedNote note && Arrays.equals(raw, note.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return new String(raw, StandardCharsets.UTF_8);
  }

  private static List<NoteSignature> signatures(String block) {
    if (!block.endsWith("\n")) {
      throw new MalformedNoteException("a note must end in a line feed");
    }
    String[] lines = block.substring(0, block.length() - 1).split("\n", -1);
    if (lines.length > MAX_SIGNATURES) {
      throw new MalformedNoteException(
          "a note must not have more than " + MAX_SIGNATURES + " signatures");
    }
    List<NoteSignature> signatures = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String line : lines) {
      NoteSignature signature = NoteSignature.parse(line);
      if (seen.add(line)) {
        signatures.add(signature);
      }
    }
    return List.copyOf(signatures);
  }

  private static String utf8(byte[] raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedNoteException("a note must be UTF-8 text");
    }
  }
}
