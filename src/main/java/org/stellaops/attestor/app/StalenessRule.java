package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/** When a backend counts as stale: after three cycles that should have ended well and did not. */
public final class StalenessRule {
  private static final int MISSED_CYCLES = 3;

  private StalenessRule() {}

  /** Without a good cycle for longer than this, a backend is stale. */
  public static Duration staleAfter(Settings settings) {
    return settings
        .sync()
        .syncInterval()
        .multipliedBy(MISSED_CYCLES)
        .plus(settings.sync().initialDelay());
  }
}
