package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * The checkpoint that we got is older than the log's files: it has dropped the partial files of
 * that size, as it may. The full ones hold what we need, and more that nothing proves.
 */
class PartialFallbackTest {
  private static final String ORIGIN = "fallback.example/log";
  private static final int SIZE = 300;
  private static final int PROVED = SIZE - Resource.FULL;

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static Map<String, String> expected;
  private static FakeLog log;

  @BeforeAll
  static void follow() {
    FakeLog before = FakeLog.named(ORIGIN).grow(SIZE);
    expected = MirrorUnderTest.filesOf(before, directory.resolve("expected"));
    log = before.grow(65_536 - SIZE).rollBack(SIZE).collectGarbage();
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
    log.makeGood();
    server.requests().forget();
  }

  @Test
  void onlyTheProvedPartOfTheFullFilesIsKept() {
    assertGood(mirror.sync());

    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
    for (String asked :
        List.of(
            "tile/1/000.p/1", "tile/1/000",
            "tile/0/001.p/44", "tile/0/001",
            "tile/entries/001.p/44", "tile/entries/001")) {
      assertThat(server.requests().total(asked)).as(asked).isEqualTo(1);
    }
  }

  @Test
  void garbageBehindTheProvedPartIsNotKept() {
    log.alter(Tile.full(1, 0), hashes -> zeroFrom(hashes, Hash.BYTES))
        .alter(Tile.full(0, 1), hashes -> zeroFrom(hashes, PROVED * Hash.BYTES))
        .alter(EntryBundle.full(1), PartialFallbackTest::withOtherEntriesBehind);

    assertGood(mirror.sync());

    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void damageWithinTheProvedPartIsRefused(String full) {
    log.tamper(Resource.parse(full), 2);

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertThat(expected).containsAllEntriesOf(mirror.files());
    assertThat(mirror.standing().mirrored().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void fullFileOfAnotherLengthIsRefused(String full) {
    log.alter(Resource.parse(full), bytes -> Arrays.copyOf(bytes, bytes.length - 1));

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertThat(expected).containsAllEntriesOf(mirror.files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void fileThatIsNowhereFailsTheCycleUntilItComes(String full) {
    log.withhold(Resource.parse(full));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + full);
    assertThat(mirror.standing().mirrored().size()).isZero();
    assertThat(mirror.files()).doesNotContainKey("checkpoint");
    log.makeGood();
    assertGood(mirror.sync());
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void growthBehindTheFallbackGivesTheFullFiles() {
    assertGood(mirror.sync());
    FakeLog grown = FakeLog.named(ORIGIN).grow(SIZE);
    server.serve(grown.grow(65_536 - SIZE));

    assertGood(mirror.sync());

    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(grown, directory.resolve("grown")));
    server.serve(log);
  }

  private static byte[] zeroFrom(byte[] bytes, int index) {
    Arrays.fill(bytes, index, bytes.length, (byte) 0);
    return bytes;
  }

  private static byte[] withOtherEntriesBehind(byte[] truth) {
    Entries entries = Entries.read(EntryBundle.full(1), truth);
    Stream<byte[]> proved = IntStream.range(0, PROVED).mapToObj(entries::get);
    Stream<byte[]> others =
        IntStream.range(PROVED, Resource.FULL)
            .mapToObj(i -> ("other " + i).getBytes(StandardCharsets.US_ASCII));
    return Entries.of(Stream.concat(proved, others).toList()).bytes();
  }
}
