package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Tiles forged at the sizes where CVE-2026-56865 let them pass: several complete subtrees share a
 * tile of the right edge there, and a check that counts the one and not the other skips tiles.
 *
 * <p>Without entries every tile is asked for; with them, bundles stand for the full tiles of level
 * 0.
 */
class ForgedTileTest {
  private static final String ORIGIN = "forged.example/log";
  private static final Map<Long, FakeLog> LOGS = new HashMap<>();
  private static final Map<Long, Map<String, String>> ALL_FILES = new HashMap<>();
  private static final Map<Long, Map<String, String>> TILE_FILES = new HashMap<>();

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest entries;
  private static MirrorUnderTest tiles;

  @BeforeAll
  static void startMirrors() {
    for (long size : new long[] {515, 66_307}) {
      LOGS.put(size, FakeLog.named(ORIGIN).grow(size));
      Map<String, String> files =
          MirrorUnderTest.expectedFiles(LOGS.get(size), directory.resolve("expected"));
      ALL_FILES.put(size, Map.copyOf(files));
      files.keySet().removeIf(FakeLogServer.ENTRY_BUNDLES);
      TILE_FILES.put(size, files);
    }
    server = FakeLogServer.start(LOGS.get(515L));
    entries =
        MirrorUnderTest.of(directory.resolve("entries"), LOGS.get(515L), server.url()).start();
    tiles =
        MirrorUnderTest.of(directory.resolve("tiles"), LOGS.get(515L), server.url())
            .backend("mirrorEntries", "false")
            .start();
  }

  @AfterAll
  static void stop() {
    entries.close();
    tiles.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    entries.reset();
    tiles.reset();
    LOGS.values().forEach(FakeLog::stopTampering);
  }

  static Stream<Arguments> forgedFiles() {
    return Stream.of(
            arguments(true, 515, new TreeShape(515).rightEdge()),
            arguments(true, 515, bundles(0, 1)),
            arguments(true, 66_307, new TreeShape(66_307).rightEdge()),
            arguments(true, 66_307, Stream.of(Tile.full(1, 0))),
            // of the first unit and of the second
            arguments(true, 66_307, bundles(0, 255, 256, 258)),
            arguments(false, 515, new TreeShape(515).rightEdge()),
            arguments(false, 515, tiles(0, 1)),
            arguments(false, 66_307, new TreeShape(66_307).rightEdge()),
            arguments(false, 66_307, Stream.of(Tile.full(1, 0))),
            arguments(false, 66_307, tiles(0, 1, 5, 255, 256, 258)))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> arguments(
      boolean mirrorEntries, long size, Stream<? extends Resource> forged) {
    return forged.map(each -> Arguments.of(mirrorEntries, size, each));
  }

  private static Stream<Resource> tiles(long... indexes) {
    return LongStream.of(indexes).mapToObj(index -> Tile.full(0, index));
  }

  private static Stream<Resource> bundles(long... indexes) {
    return LongStream.of(indexes).mapToObj(EntryBundle::full);
  }

  @ParameterizedTest
  @MethodSource("forgedFiles")
  void rejectsAForgedFileAndNeverWritesIt(boolean mirrorEntries, long size, Resource forged) {
    FakeLog log = LOGS.get(size);
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    server.serve(log.tamper(forged, 0));

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertForgedFileAbsent(mirrorEntries, size, forged);
    log.stopTampering();
    assertGood(mirror.sync());
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf((mirrorEntries ? ALL_FILES : TILE_FILES).get(size));
  }

  @ParameterizedTest
  @CsvSource({
    "false, 515,   tile/0/000,       tile/1/000.p/2",
    "false, 515,   tile/0/001,       tile/1/000.p/2",
    "false, 66307, tile/0/000,       tile/1/000",
    "false, 66307, tile/0/258,       tile/1/001.p/3",
    "false, 66307, tile/1/000,       tile/2/000.p/1",
    "false, 66307, tile/0/259.p/3,   tile/1/001.p/3",
    "true,  515,   tile/entries/000, tile/1/000.p/2",
    "true,  66307, tile/entries/000, tile/1/000",
    "true,  66307, tile/entries/258, tile/1/001.p/3",
    "true,  66307, tile/1/000,       tile/2/000.p/1",
    "true,  66307, tile/0/259.p/3,   tile/1/001.p/3",
  })
  void rejectsAForgedFileWithAMatchingForgedParent(
      boolean mirrorEntries, long size, String child, String parent) {
    FakeLog log = LOGS.get(size);
    FakeLog other = log.fork(0).grow(size);
    for (String path : new String[] {child, parent}) {
      log.modify(Resource.parse(path), original -> other.get(path).orElseThrow());
    }
    server.serve(log);

    assertRejected((mirrorEntries ? entries : tiles).sync(), Failure.BAD_TILE);

    assertForgedFileAbsent(mirrorEntries, size, Resource.parse(child));
  }

  private static void assertForgedFileAbsent(boolean mirrorEntries, long size, Resource forged) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    assertThat((mirrorEntries ? ALL_FILES : TILE_FILES).get(size))
        .containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(forged.path(), "checkpoint");
    assertThat(mirror.state().map(state -> state.mirrored().size()).orElse(0L)).isZero();
  }
}
