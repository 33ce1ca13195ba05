package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The clock of the host is wrong for a while: nothing that is verified depends on it. */
class ClockJumpTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("hours.example/log").grow(300);
  private final MutableClock clock = new MutableClock(NOON);

  @Test
  void keepsMirroringAfterClockJumpsInBothDirections() {
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url()).clock(clock).start()) {
      for (Duration jump :
          new Duration[] {
            Duration.ZERO,
            Duration.ofDays(-1),
            Duration.ofDays(36_500),
            Duration.ofDays(-36_000),
            Duration.ofSeconds(-1)
          }) {
        clock.move(jump);
        log.grow(300);

        CycleReport report = mirror.sync();

        boolean clockWentBackward = jump.compareTo(Duration.ofMinutes(-5)) < 0;
        assertThat(report.failure())
            .isEqualTo(clockWentBackward ? Optional.of(Failure.CLOCK_SKEW) : Optional.empty());
        LogState state = mirror.state().orElseThrow();
        assertThat(state.mirrored()).isEqualTo(log.head());
        assertThat(state.lastSuccess()).contains(clock.instant());
        assertThat(mirror.store().checkpoints().history(state.origin(), 1))
            .allMatch(newest -> newest.head().equals(log.head()));
      }
      assertThat(mirror.files())
          .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }

  @Test
  void usesTheDatabaseClockForTheAgeOfEntries() {
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url()).clock(clock).start()) {
      assertGood(mirror.sync());
      clock.move(Duration.ofDays(36_500));

      Map<Duration, Long> old =
          Map.of(
              Duration.ZERO,
              mirroredFor(mirror, Duration.ZERO),
              Duration.ofHours(1),
              mirroredFor(mirror, Duration.ofHours(1)));

      assertThat(old).containsEntry(Duration.ZERO, 300L).containsEntry(Duration.ofHours(1), 0L);
    }
  }

  private static long mirroredFor(MirrorUnderTest mirror, Duration age) {
    return mirror
        .store()
        .retention()
        .entriesMirroredFor(mirror.state().orElseThrow().origin(), age);
  }
}
