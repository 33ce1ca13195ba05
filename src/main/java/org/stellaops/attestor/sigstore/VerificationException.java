package org.stellaops.attestor.sigstore;

import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** A step of the verification failed. */
final class VerificationException extends AttestorException {
  private static final long serialVersionUID = 1L;

  private final Step step;

  VerificationException(Step step, String reason) {
    this(step, reason, null);
  }

  VerificationException(Step step, String reason, @Nullable Throwable cause) {
    super(Failure.BAD_ATTESTATION, reason, "", cause);
    this.step = step;
  }

  Step step() {
    return step;
  }
}
