package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/**
 * The schedule of a daemon, as far as health and metrics need it.
 *
 * @param staleAfter the longest time since the last successful cycle of a backend that is not stale
 * @param auditPeriod the time from the start of an audit to the start of the next
 */
public record Schedule(Duration staleAfter, Duration auditPeriod) {
  private static final int MISSED_CYCLES = 3;

  /** A backend is stale after three sync intervals without a successful cycle. */
  public static Schedule of(Settings settings) {
    Duration interval = settings.sync().syncInterval();
    return new Schedule(
        interval.multipliedBy(MISSED_CYCLES).plus(settings.sync().initialDelay()),
        settings.audit().period());
  }
}
