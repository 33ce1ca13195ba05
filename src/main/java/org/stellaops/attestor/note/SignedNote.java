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
 * A note as it came, byte for byte, with its text and its signature lines. Parsing says nothing
 * about trust; {@link #isSignedBy} does. Immutable.
 */
public final class SignedNote {
  /** The largest note that is read: 256 KiB, room for many post-quantum signatures. */
  public static final int MAX_BYTES = 256 * 1024;

  /** The most signature lines that are read. */
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
   * Reads a note.
   *
   * @throws MalformedNoteException if any rule of the form is broken, even by one signature line
   */
  public static SignedNote parse(byte[] raw) {
    if (raw.length > MAX_BYTES) {
      throw new MalformedNoteException("a note of more than " + MAX_BYTES + " bytes");
    }
    String whole = utf8(raw);
    if (whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedNoteException("a note has no control characters but line feeds");
    }
    int blankLine = whole.lastIndexOf("\n\n");
    if (blankLine < 0) {
      throw new MalformedNoteException("a note has a blank line between text and signatures");
    }
    String text = whole.substring(0, blankLine + 1);
    return new SignedNote(raw.clone(), text, signatures(whole.substring(blankLine + 2)));
  }

  /** Puts signatures under a text that ends in a line feed. */
  public static SignedNote of(String text, List<NoteSignature> signatures) {
    StringBuilder whole = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> whole.append(signature).append('\n'));
    SignedNote note = parse(whole.toString().getBytes(StandardCharsets.UTF_8));
    if (!note.text.equals(text)) {
      throw new MalformedNoteException("a text that cannot be told from the signatures under it");
    }
    return note;
  }

  /** The whole note as it came, a copy. */
  public byte[] raw() {
    return raw.clone();
  }

  /** What is signed, with its final line feed. */
  public String text() {
    return text;
  }

  /** All signature lines in their order, known or not; a line that is there twice comes once. */
  public List<NoteSignature> signatures() {
    return signatures;
  }

  /**
   * Whether this key signed the note.
   *
   * @return false if no line claims the key; of several lines that claim it the first counts
   * @throws BadSignatureException if a line claims the key and does not verify
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
      throw new MalformedNoteException("a note ends in a line feed after its last signature");
    }
    String[] lines = block.substring(0, block.length() - 1).split("\n", -1);
    if (lines.length > MAX_SIGNATURES) {
      throw new MalformedNoteException("a note with more than " + MAX_SIGNATURES + " signatures");
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
      throw new MalformedNoteException("a note is UTF-8 text");
    }
  }
}
