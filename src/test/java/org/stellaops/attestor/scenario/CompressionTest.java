package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.Answer;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;

/** Answers that come compressed, asked for or not. */
class CompressionTest {
  private static final String ORIGIN = "gzip.example/log";

  /** More than the memory of the process that runs the tests. */
  private static final Trouble BOMB = Trouble.gzipBomb(1024);

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static Map<String, String> expected;

  @BeforeAll
  static void follow() {
    FakeLog log = FakeLog.named(ORIGIN).grow(600);
    expected = MirrorUnderTest.filesOf(log, directory.resolve("expected"));
    server = FakeLogServer.start(log);
    mirror = MirrorUnderTest.of(directory, log, server.url()).start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    mirror.forget();
    server.noTrouble();
  }

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("checkpoint", (Predicate<String>) "checkpoint"::equals),
        Arguments.of("tiles", FakeLogServer.TILES),
        Arguments.of("bundles", FakeLogServer.BUNDLES),
        Arguments.of("everything", FakeLogServer.EVERYTHING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void gzipSentUnaskedIsUnpacked(String kind, Predicate<String> paths) {
    server.gzip(paths);

    assertGood(mirror.sync());

    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint, INVALID_NOTE",
    "tile/0/002.p/88, BAD_TILE",
    "tile/entries/000, BAD_TILE",
    "tile/entries/002.p/88, BAD_TILE",
  })
  void gzipBombIsRefusedBeforeItIsUnpacked(String path, Failure failure) {
    server.trouble(path, FakeLogServer.ALWAYS, BOMB);

    assertRefused(mirror.sync(), failure);

    assertThat(expected).containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "tile/0/002.p/88", "tile/entries/000"})
  void brokenGzipIsTroubleOnTheWay(String path) {
    server.trouble(
        path,
        FakeLogServer.ALWAYS,
        good -> Answer.of(200, Map.of("Content-Encoding", "gzip"), good.body()));

    assertFailed(mirror.sync(), Failure.NETWORK);

    assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
  }
}
