package org.stellaops.attestor.cli;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Invalid arguments or settings: a failure of the kind {@code configuration}. */
public final class UsageException extends AttestorException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message, String hint) {
    super(Failure.CONFIGURATION, message, hint);
  }
}
