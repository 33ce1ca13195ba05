package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

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
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * The checkpoint that we got is older than the log's files: it has dropped the partial files of
 * that size, as it may. The full ones hold what we need, and more that nothing proves.
 */
class PartialTileFallbackTest {
  private static final String ORIGIN = "fallback.example/log";
  private static final int SIZE = 300;
  private static final int VERIFIED_ENTRIES = SIZE - Resource.FULL;

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static Map<String, String> expected;
  private static FakeLog log;

  @BeforeAll
  static void startMirror() {
    FakeLog before = FakeLog.named(ORIGIN).grow(SIZE);
    expected = MirrorUnderTest.expectedFiles(before, directory.resolve("expected"));
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
  void reset() {
    mirror.reset();
    log.stopTampering();
    server.requests().clear();
  }

  @Test
  void storesOnlyTheVerifiedPartOfFullFiles() {
    assertGood(mirror.sync());

    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
    for (String requestedPath :
        List.of(
            "tile/1/000.p/1", "tile/1/000",
            "tile/0/001.p/44", "tile/0/001",
            "tile/entries/001.p/44", "tile/entries/001")) {
      assertThat(server.requests().count(requestedPath)).as(requestedPath).isEqualTo(1);
    }
  }

  @Test
  void discardsGarbageBehindTheVerifiedPart() {
    log.modify(Tile.full(1, 0), hashes -> zeroFrom(hashes, Hash.BYTES))
        .modify(Tile.full(0, 1), hashes -> zeroFrom(hashes, VERIFIED_ENTRIES * Hash.BYTES))
        .modify(EntryBundle.full(1), PartialTileFallbackTest::withDifferentTrailingEntries);

    assertGood(mirror.sync());

    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void rejectsDamageWithinTheVerifiedPart(String full) {
    log.tamper(Resource.parse(full), 2);

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(expected).containsAllEntriesOf(mirror.files());
    assertThat(mirror.snapshot().mirrored().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void rejectsAFullFileOfTheWrongLength(String full) {
    log.modify(Resource.parse(full), bytes -> Arrays.copyOf(bytes, bytes.length - 1));

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(expected).containsAllEntriesOf(mirror.files());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tile/1/000", "tile/0/001", "tile/entries/001"})
  void failsUntilAMissingFileBecomesAvailable(String full) {
    log.withhold(Resource.parse(full));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + full);
    assertThat(mirror.snapshot().mirrored().size()).isZero();
    assertThat(mirror.files()).doesNotContainKey("checkpoint");
    log.stopTampering();
    assertGood(mirror.sync());
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void replacesTheFallbackWithFullFilesAfterGrowth() {
    assertGood(mirror.sync());
    FakeLog grown = FakeLog.named(ORIGIN).grow(SIZE);
    server.serve(grown.grow(65_536 - SIZE));

    assertGood(mirror.sync());

    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(grown, directory.resolve("grown")));
    server.serve(log);
  }

  private static byte[] zeroFrom(byte[] bytes, int index) {
    Arrays.fill(bytes, index, bytes.length, (byte) 0);
    return bytes;
  }

  private static byte[] withDifferentTrailingEntries(byte[] original) {
    Entries entries = Entries.read(EntryBundle.full(1), original);
    Stream<byte[]> verifiedEntries = IntStream.range(0, VERIFIED_ENTRIES).mapToObj(entries::get);
    Stream<byte[]> otherEntries =
        IntStream.range(VERIFIED_ENTRIES, Resource.FULL)
            .mapToObj(i -> ("other " + i).getBytes(StandardCharsets.US_ASCII));
    return Entries.of(Stream.concat(verifiedEntries, otherEntries).toList()).bytes();
  }
}
