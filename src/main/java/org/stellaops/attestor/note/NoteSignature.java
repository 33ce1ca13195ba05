package org.stellaops.attestor.note;

import java.util.Arrays;

/**
 * One signature line of a note.
 *
 * @param name name of the key
 * @param keyId ID of the key
 * @param signature bytes after the key ID, at least one
 */
public record NoteSignature(String name, KeyId keyId, byte[] signature) {
  private static final String DASH = "\u2014 ";

  /** Rejects an invalid key name and an empty signature. */
  public NoteSignature {
    KeyName.require(name);
    if (signature.length == 0) {
      throw new MalformedNoteException("a signature must have at least one byte");
    }
    signature = signature.clone();
  }

  /** The inverse of {@link #toString()}; without the line feed. */
  public static NoteSignature parse(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new MalformedNoteException("a signature line must be an em dash, a name and base64");
    }
    byte[] blob = StrictBase64.decode(line.substring(space + 1));
    if (blob.length <= Integer.BYTES) {
      throw new MalformedNoteException("a signature line is truncated");
    }
    String name = line.substring(DASH.length(), space);
    byte[] signature = Arrays.copyOfRange(blob, Integer.BYTES, blob.length);
    return new NoteSignature(name, KeyId.first(blob), signature);
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  /** Whether the line has the name and ID of this key; the ID may be that of a Rekor v1 server. */
  public boolean claims(VerifierKey key) {
    return name.equals(key.name())
        && (keyId.equals(key.keyId()) || keyId.equals(key.rekorV1KeyId()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that
        && name.equals(that.name)
        && keyId.equals(that.keyId)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(signature);
  }

  /** The line, without its line feed. */
  @Override
  public String toString() {
    byte[] blob = Arrays.copyOf(keyId.bytes(), Integer.BYTES + signature.length);
    System.arraycopy(signature, 0, blob, Integer.BYTES, signature.length);
    return DASH + name + " " + StrictBase64.encode(blob);
  }
}
