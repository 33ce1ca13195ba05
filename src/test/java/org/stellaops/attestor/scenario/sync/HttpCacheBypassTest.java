package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;
import org.stellaops.attestor.testlog.FaultInjection;

/** A bad tile under a good checkpoint may be the fault of a cache: the log itself is asked. */
class HttpCacheBypassTest {
  private static final String ERRORS =
      "attestor_rekor_sync_errors_total{backend=\"log\",error_type=\"bad_tile\"}";
  private static final String RIGHT_EDGE = "tile/1/000.p/3";

  /** What a cache with a broken disk gives: as much as it should, but for one bit. */
  private static final FaultInjection DAMAGED =
      good -> {
        byte[] body = good.body().clone();
        body[body.length - 1] ^= 1;
        return FakeResponse.of(good.status(), good.headers(), body);
      };

  @TempDir private static Path directory;
  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void startMirror() {
    log = FakeLog.named("cached.example/log").grow(900);
    server = FakeLogServer.start(log);
    mirror = MirrorUnderTest.of(directory, log, server.url()).backend("type", "tlog-tiles").start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    server.clearFaults().requests().clear();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {RIGHT_EDGE, "tile/0/003.p/132", "tile/entries/002", "tile/entries/003.p/132"})
  void refetchesABadTileWithoutCachesAndRaisesNoAlarm(String path) {
    double before = mirror.meter(ERRORS);
    server.injectFault(path, 1, DAMAGED);

    assertGood(mirror.sync());

    assertThat(server.requests().noCachePaths()).contains(path);
    assertThat(server.requests().count(path)).isEqualTo(2);
    assertThat(mirror.meter(ERRORS)).isEqualTo(before);
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {RIGHT_EDGE, "tile/0/003.p/132", "tile/entries/002", "tile/entries/003.p/132"})
  void raisesAnAlarmWhenTheLogItselfServesABadTile(String path) {
    double before = mirror.meter(ERRORS);
    server.injectFault(path, FakeLogServer.ALWAYS, DAMAGED);

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(server.requests().noCachePaths()).contains(path);
    assertThat(server.requests().count(path)).isEqualTo(2);
    assertThat(mirror.meter(ERRORS)).isEqualTo(before + 1);
    assertThat(mirror.files()).doesNotContainKey(path);
  }

  @Test
  void allowsCachedResponsesWhileAllTilesAreGood() {
    assertGood(mirror.sync());

    assertThat(server.requests().noCachePaths()).isEmpty();
  }

  @Test
  void doesNotBypassCachesForAMissingTile() {
    server.injectFault(RIGHT_EDGE, FakeLogServer.ALWAYS, FaultInjection.status(404, Map.of()));

    assertThat(mirror.sync().failure()).contains(Failure.NETWORK);

    assertThat(server.requests().noCachePaths()).isEmpty();
  }
}
