package org.stellaops.attestor.failure;

import org.jspecify.annotations.Nullable;

/**
 * An operation that failed with one of the kinds of {@link Failure}. The message says what failed,
 * where and why; the hint is the next step for the operator.
 */
public class AttestorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String hint;

  public AttestorException(Failure failure, String message) {
    this(failure, message, "", null);
  }

  public AttestorException(Failure failure, String message, String hint) {
    this(failure, message, hint, null);
  }

  public AttestorException(
      Failure failure, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.hint = hint;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The same failure; its message starts with the location unless it contains it. */
  public AttestorException withLocation(Object location) {
    return getMessage().contains(location.toString())
        ? this
        : new AttestorException(failure, location + ": " + getMessage(), hint, this);
  }

  public Failure failure() {
    return failure;
  }

  /** The next step for the operator; empty if there is none. */
  public String hint() {
    return hint;
  }
}
