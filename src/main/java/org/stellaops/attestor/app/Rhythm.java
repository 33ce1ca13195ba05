package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/**
 * How often a daemon works, as far as it matters to those who judge whether it does.
 *
 * @param staleAfter without a good cycle for longer than this, a backend is stale
 * @param auditPeriod from the beginning of one audit to the beginning of the next
 */
record Rhythm(Duration staleAfter, Duration auditPeriod) {
  static Rhythm of(Settings settings) {
    return new Rhythm(Freshness.staleAfter(settings), settings.audit().period());
  }
}
