package org.stellaops.attestor.app;

import java.time.Duration;
import org.stellaops.attestor.config.Settings;

/**
 * How often a daemon works, as far as it matters to those who judge whether it does.
 *
 * @param staleAfter without a good cycle for longer than this, a backend is stale
 * @param auditPeriod from the beginning of one audit to the beginning of the next
 */
public record Schedule(Duration staleAfter, Duration auditPeriod) {
  static Schedule of(Settings settings) {
    return new Schedule(StalenessRule.staleAfter(settings), settings.audit().period());
  }
}
