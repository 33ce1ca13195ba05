package org.stellaops.attestor.note;

/** Bytes that are no signed note, or text that is no key. */
public final class MalformedNoteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Says which rule of the specification is broken. */
  public MalformedNoteException(String message) {
    super(message);
  }

  /** Which rule is broken. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
