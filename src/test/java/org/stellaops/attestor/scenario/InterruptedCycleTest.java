package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.CycleReport;

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
  private static final int REQUESTS = 8;

  private static final int REQUESTS_OF_GROWTH = 8;

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest first;
  private static MirrorUnderTest second;
  private static Map<String, String> expected;
  private FakeLog log;

  @BeforeAll
  static void follow() {
    FakeLog empty = FakeLog.named(ORIGIN);
    server = FakeLogServer.start(empty);
    TestConfiguration configuration =
        MirrorUnderTest.of(directory, empty, server.url()).backend("type", "tlog-tiles");
    first = configuration.start();
    second = configuration.start();
    expected =
        MirrorUnderTest.filesOf(FakeLog.named(ORIGIN).grow(SIZE), directory.resolve("expected"));
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    first.forget();
    log = FakeLog.named(ORIGIN);
    server.serve(log).noTrouble().requests().forget();
  }

  static IntStream requests() {
    return IntStream.rangeClosed(1, REQUESTS);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void firstCycleThatFailsAtAnyRequestIsGoneOnWith(int last) {
    log.grow(SIZE);
    failFrom(last);

    CycleReport report = first.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(expected).containsAllEntriesOf(first.files());
    assertThat(first.files()).doesNotContainKey("checkpoint");
    assertGoesOn();
  }

  static IntStream requestsOfGrowth() {
    return IntStream.rangeClosed(1, REQUESTS_OF_GROWTH);
  }

  @ParameterizedTest
  @MethodSource("requestsOfGrowth")
  void growthThatFailsAtAnyRequestLeavesTheOldMirrorServed(int last) {
    log.grow(KNOWN);
    assertGood(first.sync());
    Map<String, String> before = first.files();
    log.grow(SIZE - KNOWN);
    failFrom(last);

    assertFailed(first.sync(), Failure.NETWORK);

    assertThat(first.files()).containsAllEntriesOf(before);
    assertThat(first.state().orElseThrow().mirrored()).isEqualTo(log.head(KNOWN));
    assertGoesOn();
  }

  @Test
  void requestsAreAsManyAsTheTablesAboveTake() {
    log.grow(SIZE);
    assertGood(first.sync());
    assertThat(server.requests().total()).isEqualTo(REQUESTS);

    first.forget();
    FakeLog growing = FakeLog.named(ORIGIN).grow(KNOWN);
    server.serve(growing);
    assertGood(first.sync());
    server.requests().forget();
    growing.grow(SIZE - KNOWN);
    assertGood(first.sync());
    assertThat(server.requests().total()).isEqualTo(REQUESTS_OF_GROWTH);
  }

  @Test
  void whatIsThereIsNotFetchedAgain() {
    log.grow(SIZE);
    server.trouble("tile/entries/004.p/76", 1, Trouble.status(410, Map.of()));
    assertFailed(first.sync(), Failure.NETWORK);
    Map<String, String> there = first.files();
    server.requests().forget();

    assertGoesOn();

    assertThat(there).containsKey("tile/entries/000");
    there.keySet().stream()
        .filter(FakeLogServer.BUNDLES)
        .forEach(path -> assertThat(server.requests().total(path)).as(path).isZero());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/entries/001", "tile/0/001"})
  void fileCutShortByAPowerFailureIsFetchedAgain(String path) throws IOException {
    log.grow(SIZE);
    server.trouble("tile/entries/004.p/76", 1, Trouble.status(410, Map.of()));
    assertFailed(first.sync(), Failure.NETWORK);
    Files.write(first.directory().resolve(path), new byte[0]);

    assertGoesOn();
  }

  @Test
  void leftoverOfAKilledProcessIsNotTakenForAFile() throws IOException {
    log.grow(SIZE);
    Path bundles = Files.createDirectories(first.directory().resolve("tile/entries"));
    Files.write(bundles.resolve(".tmp-0123456789-0001"), new byte[100]);

    assertGood(second.sync());

    Map<String, String> files = second.files();
    files.remove("tile/entries/.tmp-0123456789-0001");
    assertThat(files).containsExactlyInAnyOrderEntriesOf(expected);
  }

  /** No request from this one on is answered. */
  private static void failFrom(int last) {
    AtomicInteger left = new AtomicInteger(last - 1);
    server.trouble(
        path -> left.getAndDecrement() <= 0, FakeLogServer.ALWAYS, Trouble.status(410, Map.of()));
  }

  private static void assertGoesOn() {
    server.noTrouble();
    assertGood(second.sync());
    assertThat(second.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }
}
