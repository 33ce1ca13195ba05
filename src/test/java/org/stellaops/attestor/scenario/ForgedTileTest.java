package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
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
  private static final Map<Long, Map<String, String>> ALL = new HashMap<>();
  private static final Map<Long, Map<String, String>> TILES = new HashMap<>();

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest entries;
  private static MirrorUnderTest tiles;

  @BeforeAll
  static void follow() {
    for (long size : new long[] {515, 66_307}) {
      LOGS.put(size, FakeLog.named(ORIGIN).grow(size));
      Map<String, String> files =
          MirrorUnderTest.filesOf(LOGS.get(size), directory.resolve("expected"));
      ALL.put(size, Map.copyOf(files));
      files.keySet().removeIf(FakeLogServer.BUNDLES);
      TILES.put(size, files);
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
  void startAfresh() {
    entries.forget();
    tiles.forget();
    LOGS.values().forEach(FakeLog::makeGood);
  }

  static Stream<Arguments> files() {
    return Stream.of(
            forged(true, 515, new TreeShape(515).rightEdge()),
            forged(true, 515, bundles(0, 1)),
            forged(true, 66_307, new TreeShape(66_307).rightEdge()),
            forged(true, 66_307, Stream.of(Tile.full(1, 0))),
            // of the first unit and of the second
            forged(true, 66_307, bundles(0, 255, 256, 258)),
            forged(false, 515, new TreeShape(515).rightEdge()),
            forged(false, 515, tiles(0, 1)),
            forged(false, 66_307, new TreeShape(66_307).rightEdge()),
            forged(false, 66_307, Stream.of(Tile.full(1, 0))),
            forged(false, 66_307, tiles(0, 1, 5, 255, 256, 258)))
        .flatMap(each -> each);
  }

  private static Stream<Arguments> forged(
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
  @MethodSource("files")
  void forgedFileIsRefusedAndNeverWritten(boolean mirrorEntries, long size, Resource forged) {
    FakeLog log = LOGS.get(size);
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    server.serve(log.tamper(forged, 0));

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertNothingForged(mirrorEntries, size, forged);
    log.makeGood();
    assertGood(mirror.sync());
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf((mirrorEntries ? ALL : TILES).get(size));
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
  void forgedFileWithTheParentOfAnotherHistoryIsRefused(
      boolean mirrorEntries, long size, String child, String parent) {
    FakeLog log = LOGS.get(size);
    FakeLog other = log.fork(0).grow(size);
    for (String path : new String[] {child, parent}) {
      log.alter(Resource.parse(path), truth -> other.get(path).orElseThrow());
    }
    server.serve(log);

    assertRefused((mirrorEntries ? entries : tiles).sync(), Failure.BAD_TILE);

    assertNothingForged(mirrorEntries, size, Resource.parse(child));
  }

  private static void assertNothingForged(boolean mirrorEntries, long size, Resource forged) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    assertThat((mirrorEntries ? ALL : TILES).get(size)).containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(forged.path(), "checkpoint");
    assertThat(mirror.state().map(state -> state.mirrored().size()).orElse(0L)).isZero();
  }
}
