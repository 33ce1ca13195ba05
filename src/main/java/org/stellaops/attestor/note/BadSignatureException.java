package org.stellaops.attestor.note;

/** A signature line has the name and ID of a trusted key, but its signature does not verify. */
public final class BadSignatureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final NoteSignature signature;

  /** The signature line. */
  public BadSignatureException(NoteSignature signature) {
    super("the signature of " + signature.name() + "+" + signature.keyId() + " does not verify");
    this.signature = signature;
  }

  /** The invalid signature line. */
  public NoteSignature signature() {
    return signature;
  }
}
