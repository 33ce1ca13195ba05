package org.stellaops.attestor.tlog;

/** Bytes or text from outside do not have the one form that the specification allows. */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what was malformed and how; the text carries no part of the input beyond a short quote.
   */
  public MalformedException(String message) {
    super(message);
  }

  /** What was malformed and how. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
