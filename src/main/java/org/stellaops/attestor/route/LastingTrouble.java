package org.stellaops.attestor.route;

import org.stellaops.attestor.failure.AttestorException;

/** Trouble on the way to a log that does not end by trying again at once. */
final class LastingTrouble extends AttestorException {
  private static final long serialVersionUID = 1L;

  /** The same failure, known to last. */
  LastingTrouble(AttestorException why) {
    super(why.failure(), why.getMessage(), why.hint(), why);
  }
}
