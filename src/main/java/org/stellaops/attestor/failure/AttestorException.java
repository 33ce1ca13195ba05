package org.stellaops.attestor.failure;

import org.jspecify.annotations.Nullable;

/**
 * Work that failed, in one of the ways of {@link Failure}. The message says what failed, where and
 * why; the hint, where there is one, says what to type or look at next.
 */
public class AttestorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;
  private final String hint;

  /** A failure with nothing more to advise. */
  public AttestorException(Failure failure, String message) {
    this(failure, message, "", null);
  }

  /** A failure with a next step for the operator. */
  public AttestorException(Failure failure, String message, String hint) {
    this(failure, message, hint, null);
  }

  /** A failure with a next step for the operator and the technical cause. */
  public AttestorException(
      Failure failure, String message, String hint, @Nullable Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.hint = hint;
  }

  /** What failed, where and why. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** The same failure, whose message says where it was, unless it says so already. */
  public AttestorException withLocation(Object location) {
    return getMessage().contains(location.toString())
        ? this
        : new AttestorException(failure, location + ": " + getMessage(), hint, this);
  }

  /** Which of the few ways. */
  public Failure failure() {
    return failure;
  }

  /** What to type or look at next; empty if nothing is known to help. */
  public String hint() {
    return hint;
  }
}
