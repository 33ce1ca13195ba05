package org.stellaops.attestor.route.fetch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Decides whether a download is repeated with {@code Cache-Control: no-cache}: once, if a tile does
 * not match its signed checkpoint. A second mismatch is a failure of the log.
 */
public final class CacheBypass {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private CacheBypass() {}

  /** Returns for {@code bad_tile} and throws any other failure. */
  public static void rethrowUnlessBadTile(String backend, AttestorException thrown) {
    if (thrown.failure() != Failure.BAD_TILE) {
      throw thrown;
    }
    LOG.warn(
        "{}: {}; fetching it again with Cache-Control: no-cache", backend, thrown.getMessage());
  }
}
