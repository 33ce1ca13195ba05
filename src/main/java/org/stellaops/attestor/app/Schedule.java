package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/**
 * The schedule of a daemon, as far as health and metrics need it.
 *
 * @param staleAfter greatest age of the last successful cycle of a backend that is not stale
 * @param auditPeriod time from the start of an audit to the start of the next
 */
public record Schedule(Duration staleAfter, Duration auditPeriod) {
  static Schedule of(Settings settings) {
    return new Schedule(StalenessRule.staleAfter(settings), settings.audit().period());
  }
}
