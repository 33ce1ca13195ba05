package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

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
import org.stellaops.attestor.fakelog.Answer;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;

/** A bad tile under a good checkpoint may be the fault of a cache: the log itself is asked. */
class DamagedCacheTest {
  private static final String ERRORS =
      "attestor_rekor_sync_errors_total{backend=\"log\",error_type=\"bad_tile\"}";
  private static final String EDGE = "tile/1/000.p/3";

  /** What a cache with a broken disk gives: as much as it should, but for one bit. */
  private static final Trouble DAMAGED =
      good -> {
        byte[] body = good.body().clone();
        body[body.length - 1] ^= 1;
        return Answer.of(good.status(), good.headers(), body);
      };

  @TempDir private static Path directory;
  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void follow() {
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
  void startAfresh() {
    mirror.forget();
    server.noTrouble().requests().forget();
  }

  @ParameterizedTest
  @ValueSource(strings = {EDGE, "tile/0/003.p/132", "tile/entries/002", "tile/entries/003.p/132"})
  void badTileIsAskedForOnceMoreOfTheLogItselfAndIsNoAlarm(String path) {
    double before = mirror.meter(ERRORS);
    server.trouble(path, 1, DAMAGED);

    assertGood(mirror.sync());

    assertThat(server.requests().pastCaches()).contains(path);
    assertThat(server.requests().total(path)).isEqualTo(2);
    assertThat(mirror.meter(ERRORS)).isEqualTo(before);
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }

  @ParameterizedTest
  @ValueSource(strings = {EDGE, "tile/0/003.p/132", "tile/entries/002", "tile/entries/003.p/132"})
  void tileThatTheLogItselfGivesBadIsAnAlarm(String path) {
    double before = mirror.meter(ERRORS);
    server.trouble(path, FakeLogServer.ALWAYS, DAMAGED);

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertThat(server.requests().pastCaches()).contains(path);
    assertThat(server.requests().total(path)).isEqualTo(2);
    assertThat(mirror.meter(ERRORS)).isEqualTo(before + 1);
    assertThat(mirror.files()).doesNotContainKey(path);
  }

  @Test
  void cachesMayAnswerAsLongAsNothingIsBad() {
    assertGood(mirror.sync());

    assertThat(server.requests().pastCaches()).isEmpty();
  }

  @Test
  void tileThatIsNotThereIsNoReasonToAskPastCaches() {
    server.trouble(EDGE, FakeLogServer.ALWAYS, Trouble.status(404, Map.of()));

    assertThat(mirror.sync().failure()).contains(Failure.NETWORK);

    assertThat(server.requests().pastCaches()).isEmpty();
  }
}
