package org.stellaops.attestor.route.fetch;

import org.stellaops.attestor.failure.AttestorException;

/** Trouble on the way to a log that does not end by trying again at once. */
final class NonRetryableException extends AttestorException {
  private static final long serialVersionUID = 1L;

  /** The same failure, known to last. */
  NonRetryableException(AttestorException why) {
    super(why.failure(), why.getMessage(), why.hint(), why);
  }
}
