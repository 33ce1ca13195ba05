package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/** A backend is stale after the time of three sync intervals without a successful cycle. */
public final class StalenessRule {
  private static final int MISSED_CYCLES = 3;

  private StalenessRule() {}

  /** The greatest age of the last successful cycle of a backend that is not stale. */
  public static Duration staleAfter(Settings settings) {
    return settings
        .sync()
        .syncInterval()
        .multipliedBy(MISSED_CYCLES)
        .plus(settings.sync().initialDelay());
  }
}
