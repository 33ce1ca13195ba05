package org.stellaops.attestor.route.sync;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.testlog.FakeLog;

/** States of a log of up to 700 entries. */
public final class LogStateFixtures {
  public static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  static final FakeLog LOG = FakeLog.named("log.example").grow(700);

  private LogStateFixtures() {}

  static LogState of(long mirrored, long covered, long pending) {
    return of(mirrored, covered, pending, Optional.of(NOON), Optional.empty());
  }

  static LogState of(
      long mirrored,
      long covered,
      long pending,
      Optional<Instant> lastSuccess,
      Optional<CycleFailure> lastFailure) {
    return new LogState(
        LOG.identity().origin(),
        "log",
        LOG.head(pending),
        LOG.head(mirrored),
        covered,
        0,
        false,
        NOON.minusSeconds(7_200),
        NOON.minusSeconds(3_600),
        lastSuccess,
        lastFailure);
  }
}
