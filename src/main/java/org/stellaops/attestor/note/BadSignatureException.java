package org.stellaops.attestor.note;

/** A signature line names a trusted key by name and ID, and the signature does not verify. */
public final class BadSignatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NoteSignature signature;

  /** The line that lied. */
  public BadSignatureException(NoteSignature signature) {
    super("the signature of " + signature.name() + "+" + signature.keyId() + " does not verify");
    this.signature = signature;
  }

  /** The line that lied. */
  public NoteSignature signature() {
    return signature;
  }
}
