package org.stellaops.attestor.note;

/** The bytes are not a signed note, or the text is not a key. */
public final class MalformedNoteException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The message names the violated rule of the specification. */
  public MalformedNoteException(String message) {
    super(message);
  }

  /** The violated rule. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
