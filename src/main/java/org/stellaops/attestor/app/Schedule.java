package org.stellaops.attestor.app;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.stellaops.attestor.config.Settings;

/**
 * The schedule of a daemon, as far as health and metrics need it.
 *
 * @param staleAfter the longest time since the last successful cycle of a backend that is not stale
 * @param auditPeriod the time from the start of an audit to the start of the next
 */
public record Schedule(Duration staleAfter, Duration auditPeriod) {
  private static final int MISSED_CYCLES = 3;

  /** A timer without any delay could fire before its route is registered as started. */
  private static final long MIN_DELAY_MILLIS = 100;

  /**
   * The delay before the first poll of each backend, as property {@code
   * attestor.runtime.firstPoll.<id>}: spread over the sync interval, at most a second apart.
   */
  public static Map<String, String> firstPolls(Settings settings) {
    List<String> ids = BackendFactory.create(settings).ids();
    long step = Math.min(1000, settings.sync().syncInterval().toMillis() / Math.max(1, ids.size()));
    long first = Math.max(MIN_DELAY_MILLIS, settings.sync().initialDelay().toMillis());
    Map<String, String> delays = new TreeMap<>();
    for (String id : ids) {
      delays.put("attestor.runtime.firstPoll." + id, Long.toString(first + delays.size() * step));
    }
    return delays;
  }

  /** A backend is stale after three sync intervals without a successful cycle. */
  public static Schedule of(Settings settings) {
    Duration interval = settings.sync().syncInterval();
    return new Schedule(
        interval.multipliedBy(MISSED_CYCLES).plus(settings.sync().initialDelay()),
        settings.audit().period());
  }
}
