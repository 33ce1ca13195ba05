package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

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
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;
import org.stellaops.attestor.testlog.FaultInjection;

/** Answers that come compressed, asked for or not. */
class HttpCompressionTest {
  private static final String ORIGIN = "gzip.example/log";

  /** More than the memory of the process that runs the tests. */
  private static final FaultInjection BOMB = FaultInjection.compressionBomb(1024);

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static Map<String, String> expected;

  @BeforeAll
  static void startMirror() {
    FakeLog log = FakeLog.named(ORIGIN).grow(600);
    expected = MirrorUnderTest.expectedFiles(log, directory.resolve("expected"));
    server = FakeLogServer.start(log);
    mirror = MirrorUnderTest.of(directory, log, server.url()).start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    server.clearFaults();
  }

  static Stream<Arguments> resourceKinds() {
    return Stream.of(
        Arguments.of("checkpoint", (Predicate<String>) "checkpoint"::equals),
        Arguments.of("tiles", FakeLogServer.TILES),
        Arguments.of("bundles", FakeLogServer.ENTRY_BUNDLES),
        Arguments.of("everything", FakeLogServer.ALL_PATHS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("resourceKinds")
  void decompressesUnrequestedGzip(String kind, Predicate<String> paths) {
    server.gzipResponses(paths);

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
  void rejectsAGzipBombBeforeDecompressing(String path, Failure failure) {
    server.injectFault(path, FakeLogServer.ALWAYS, BOMB);

    assertRejected(mirror.sync(), failure);

    assertThat(expected).containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpoint", "tile/0/002.p/88", "tile/entries/000"})
  void reportsCorruptGzipAsANetworkFailure(String path) {
    server.injectFault(
        path,
        FakeLogServer.ALWAYS,
        good -> FakeResponse.of(200, Map.of("Content-Encoding", "gzip"), good.body()));

    assertFailed(mirror.sync(), Failure.NETWORK);

    assertThat(mirror.files()).doesNotContainKeys(path, "checkpoint");
  }
}
