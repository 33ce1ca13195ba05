package org.stellaops.attestor.config;

import java.time.Duration;
import org.stellaops.attestor.config.schema.AuditKeys;

/**
 * The audit in the background; the keys under {@code attestor.audit}.
 *
 * @param enabled whether there is one
 * @param initialDelay from the start of the daemon to the first
 * @param period from the beginning of one to the beginning of the next
 * @param bytesPerSecond the most that all of them together read, 0 for no limit
 */
public record AuditSettings(
    boolean enabled, Duration initialDelay, Duration period, long bytesPerSecond) {
  /** Refuses values outside their ranges. */
  public AuditSettings {
    AuditKeys.INITIAL_DELAY.require(initialDelay);
    AuditKeys.PERIOD.require(period);
    AuditKeys.BYTES_PER_SECOND.require(bytesPerSecond);
  }
}
