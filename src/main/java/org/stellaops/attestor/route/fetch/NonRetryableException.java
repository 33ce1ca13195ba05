package org.stellaops.attestor.route.fetch;

import org.stellaops.attestor.failure.AttestorException;

/** A network failure that an immediate retry cannot resolve. */
final class NonRetryableException extends AttestorException {
  private static final long serialVersionUID = 1L;

  NonRetryableException(AttestorException why) {
    super(why.failure(), why.getMessage(), why.hint(), why);
  }
}
