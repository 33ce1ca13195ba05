package org.stellaops.attestor.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.LogFormat;
import org.stellaops.attestor.config.schema.ProgramKeys;

/**
 * How the program as a whole behaves; the keys directly under {@code attestor}. Paths are absolute.
 *
 * @param routesDir directory of route files beside our own
 * @param watchInterval from one look of the daemon at its configuration file to the next; 0 is
 *     never
 * @param logFormat how the daemon writes its log
 */
public record ProgramSettings(
    Optional<Path> routesDir, Duration watchInterval, LogFormat logFormat) {

  /** Refuses values outside their ranges. */
  public ProgramSettings {
    ProgramKeys.WATCH_INTERVAL.require(watchInterval);
  }
}
