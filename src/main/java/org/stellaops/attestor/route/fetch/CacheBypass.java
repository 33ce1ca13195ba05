package org.stellaops.attestor.route.fetch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Decides whether a download is repeated past caches. A tile that does not match its signed
 * checkpoint is fetched once more with {@code Cache-Control: no-cache}; a second mismatch is an
 * alarm.
 */
public final class CacheBypass {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private CacheBypass() {}

  /** Returns for {@code bad_tile}, to request it past caches; throws any other failure. */
  public static void rethrowUnlessBadTile(String backend, AttestorException thrown) {
    if (thrown.failure() != Failure.BAD_TILE) {
      throw thrown;
    }
    LOG.warn("{}: {}; asking the log itself, past caches", backend, thrown.getMessage());
  }
}
