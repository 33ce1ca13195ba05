package org.stellaops.attestor.tlog;

/** Untrusted bytes or text do not have the form that the specification requires. */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** The message names the problem and contains at most a short quote of the input. */
  public MalformedException(String message) {
    super(message);
  }

  /** The problem. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
