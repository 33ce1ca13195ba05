package org.stellaops.attestor.scenario.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;

/** The metrics that the guide names have the values that a cycle gives them. */
class CycleMetricsTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("counted.example/log").grow(300);
  private final FakeLogServer server = FakeLogServer.start(log);
  private final MutableClock clock = new MutableClock(Instant.parse("2026-11-23T12:00:00Z"));
  private MirrorUnderTest mirror;

  @BeforeEach
  void startMirror() {
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .clock(clock)
            .start();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void countsFetchedAndStoredCheckpoints() {
    assertValues(Map.of("checkpoints_fetched_total", 0, "checkpoints_stored_total", 0));

    assertGood(mirror.sync());
    assertValues(
        Map.of(
            "checkpoints_fetched_total", 1,
            "checkpoints_stored_total", 1,
            // tile/0/001.p/44 and tile/1/000.p/1; tile/0/000 is computed from its entries
            "tiles_fetched_total", 2,
            "tiles_cached_total", 3,
            "tiles_cached", 3,
            "entry_bundles_fetched_total", 2,
            "entry_bundles_cached_total", 2,
            "checkpoint_age_seconds_count", 1));
    assertThat(mirror.meter(series("last_success_seconds"))).isEqualTo(60);

    assertGood(mirror.sync());
    assertValues(
        Map.of(
            "checkpoints_fetched_total", 2,
            "checkpoints_stored_total", 1,
            "tiles_fetched_total", 2,
            "tiles_cached_total", 3,
            "checkpoint_age_seconds_count", 2));

    log.grow(256);
    assertGood(mirror.sync());
    // anew are tile/0/001, tile/0/002.p/44 and tile/1/000.p/2
    assertValues(
        Map.of(
            "checkpoints_fetched_total", 3,
            "checkpoints_stored_total", 2,
            "tiles_cached_total", 6,
            "tiles_cached", 4,
            "entry_bundles_fetched_total", 4,
            "entry_bundles_cached_total", 4,
            "checkpoint_age_seconds_count", 3));
  }

  @Test
  void countsErrorsOfFailedCyclesAndStoresNothing() {
    server.injectFault("checkpoint", 1, FaultInjection.status(502, Map.of()));
    assertFailed(mirror.sync(), Failure.NETWORK);
    assertValues(Map.of("checkpoints_fetched_total", 0, "checkpoints_stored_total", 0));

    server.injectFault("checkpoint", 1, FaultInjection.body(note -> note + "x"));
    assertRejected(mirror.sync(), Failure.INVALID_NOTE);
    assertValues(Map.of("checkpoints_fetched_total", 1, "checkpoints_stored_total", 0));

    assertThat(mirror.meter(error(Failure.NETWORK))).isEqualTo(1);
    assertThat(mirror.meter(error(Failure.INVALID_NOTE))).isEqualTo(1);
    assertThat(mirror.meter(error(Failure.BAD_TILE))).isZero();
    assertValues(Map.of("checkpoint_age_seconds_count", 0));
  }

  /** A minute later, because the gauges show the same for a second. */
  private void assertValues(Map<String, Integer> expected) {
    clock.move(Duration.ofMinutes(1));
    expected.forEach((name, value) ->
        assertThat(mirror.meter(series(name))).as(name).isEqualTo(value.doubleValue()));
  }

  private static String series(String name) {
    return "attestor_rekor_sync_" + name + "{backend=\"log\"}";
  }

  private static String error(Failure failure) {
    return "attestor_rekor_sync_errors_total{backend=\"log\",error_type=\""
        + failure.label()
        + "\"}";
  }
}
