package org.stellaops.attestor.route.fetch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Whether caches on the way may be to blame for what came. A tile that a good checkpoint disproves
 * is asked for once more, of the log itself; only a second bad one is an alarm.
 */
public final class CacheBypass {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private CacheBypass() {}

  /** Returns if it is worth asking the log itself; raises the failure again if it is not. */
  public static void rethrowUnlessBadTile(String backend, AttestorException thrown) {
    if (thrown.failure() != Failure.BAD_TILE) {
      throw thrown;
    }
    LOG.warn("{}: {}; asking the log itself, past caches", backend, thrown.getMessage());
  }
}
