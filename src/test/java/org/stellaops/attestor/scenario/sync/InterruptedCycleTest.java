package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;

/**
 * A cycle that ends at any point leaves nothing wrong behind, and another process goes on from
 * there. Two processes stand for the one that ends and the one that is started after it.
 */
class InterruptedCycleTest {
  private static final String ORIGIN = "interrupted.example/log";
  private static final long KNOWN = 300;
  private static final long SIZE = 1100;

  /**
   * The checkpoint, the right edge and five bundles; then the path to where the known tree ends.
   */
  private static final int FIRST_CYCLE_REQUESTS = 8;

  private static final int GROWTH_REQUESTS = 8;

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest first;
  private static MirrorUnderTest second;
  private static Map<String, String> expected;
  private FakeLog log;

  @BeforeAll
  static void startMirrors() {
    FakeLog empty = FakeLog.named(ORIGIN);
    server = FakeLogServer.start(empty);
    TestConfiguration configuration =
        MirrorUnderTest.of(directory, empty, server.url()).backend("type", "tlog-tiles");
    first = configuration.start();
    second = configuration.start();
    expected =
        MirrorUnderTest.expectedFiles(
            FakeLog.named(ORIGIN).grow(SIZE), directory.resolve("expected"));
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    first.reset();
    log = FakeLog.named(ORIGIN);
    server.serve(log).clearFaults().requests().clear();
  }

  static IntStream firstCycleRequests() {
    return IntStream.rangeClosed(1, FIRST_CYCLE_REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("firstCycleRequests")
  void resumesAFirstCycleThatFailedAtAnyRequest(int failingRequest) {
    log.grow(SIZE);
    failFromRequest(failingRequest);

    CycleReport report = first.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(expected).containsAllEntriesOf(first.files());
    assertThat(first.files()).doesNotContainKey("checkpoint");
    assertResumes();
  }

  static IntStream growthRequests() {
    return IntStream.rangeClosed(1, GROWTH_REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("growthRequests")
  void keepsServingTheOldMirrorWhenGrowthFailsAtAnyRequest(int failingRequest) {
    log.grow(KNOWN);
    assertGood(first.sync());
    Map<String, String> before = first.files();
    log.grow(SIZE - KNOWN);
    failFromRequest(failingRequest);

    assertFailed(first.sync(), Failure.NETWORK);

    assertThat(first.files()).containsAllEntriesOf(before);
    assertThat(first.state().orElseThrow().mirrored()).isEqualTo(log.head(KNOWN));
    assertResumes();
  }

  @Test
  void requestCountsMatchTheParameterRanges() {
    log.grow(SIZE);
    assertGood(first.sync());
    assertThat(server.requests().count()).isEqualTo(FIRST_CYCLE_REQUESTS);

    first.reset();
    FakeLog grownLog = FakeLog.named(ORIGIN).grow(KNOWN);
    server.serve(grownLog);
    assertGood(first.sync());
    server.requests().clear();
    grownLog.grow(SIZE - KNOWN);
    assertGood(first.sync());
    assertThat(server.requests().count()).isEqualTo(GROWTH_REQUESTS);
  }

  @Test
  void doesNotFetchExistingFilesAgain() {
    log.grow(SIZE);
    server.injectFault("tile/entries/004.p/76", 1, FaultInjection.status(410, Map.of()));
    assertFailed(first.sync(), Failure.NETWORK);
    Map<String, String> fetched = first.files();
    server.requests().clear();

    assertResumes();

    assertThat(fetched).containsKey("tile/entries/000");
    fetched.keySet().stream()
        .filter(FakeLogServer.ENTRY_BUNDLES)
        .forEach(path -> assertThat(server.requests().count(path)).as(path).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/entries/001", "tile/0/001"})
  void fetchesATruncatedFileAgain(String path) throws IOException {
    log.grow(SIZE);
    server.injectFault("tile/entries/004.p/76", 1, FaultInjection.status(410, Map.of()));
    assertFailed(first.sync(), Failure.NETWORK);
    Files.write(first.directory().resolve(path), new byte[0]);

    assertResumes();
  }

  @Test
  void ignoresATemporaryFileOfAKilledProcess() throws IOException {
    log.grow(SIZE);
    Path entryDirectory = Files.createDirectories(first.directory().resolve("tile/entries"));
    Files.write(entryDirectory.resolve(".tmp-0123456789-0001"), new byte[100]);

    assertGood(second.sync());

    Map<String, String> files = second.files();
    files.remove("tile/entries/.tmp-0123456789-0001");
    assertThat(files).containsExactlyInAnyOrderEntriesOf(expected);
  }

  /** No request from this one on is answered. */
  private static void failFromRequest(int failingRequest) {
    AtomicInteger remaining = new AtomicInteger(failingRequest - 1);
    server.injectFault(
        path -> remaining.getAndDecrement() <= 0,
        FakeLogServer.ALWAYS,
        FaultInjection.status(410, Map.of()));
  }

  private static void assertResumes() {
    server.clearFaults();
    assertGood(second.sync());
    assertThat(second.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }
}
