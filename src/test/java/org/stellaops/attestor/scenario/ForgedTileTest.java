package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Tiles forged at the sizes where CVE-2026-56865 let them pass: several complete subtrees share a
 * tile of the right edge there, and a check that counts the one and not the other skips tiles.
 *
 * <p>Entries are not mirrored here, so that every tile is asked for.
 */
class ForgedTileTest {
  private static final String ORIGIN = "forged.example/log";
  private static final Map<Long, FakeLog> LOGS = new HashMap<>();
  private static final Map<Long, Map<String, String>> EXPECTED = new HashMap<>();

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void follow() {
    for (long size : new long[] {515, 66_307}) {
      LOGS.put(size, FakeLog.named(ORIGIN).grow(size));
      Map<String, String> files =
          MirrorUnderTest.filesOf(LOGS.get(size), directory.resolve("expected"));
      files.keySet().removeIf(FakeLogServer.BUNDLES);
      EXPECTED.put(size, files);
    }
    server = FakeLogServer.start(LOGS.get(515L));
    mirror =
        MirrorUnderTest.of(directory, LOGS.get(515L), server.url())
            .backend("mirrorEntries", "false")
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    mirror.forget();
    LOGS.values().forEach(FakeLog::makeGood);
  }

  static Stream<Arguments> tiles() {
    Stream<Tile> named = Stream.of(Tile.full(0, 0), Tile.full(1, 0));
    Stream<Tile> others =
        Stream.of(Tile.full(0, 1), Tile.full(0, 5), Tile.full(0, 255), Tile.full(0, 256));
    Stream<Tile> last = Stream.of(Tile.full(0, 258));
    return Stream.concat(
        Stream.of(Stream.of(Tile.full(0, 0), Tile.full(0, 1)), new TreeShape(515).rightEdge())
            .flatMap(tiles -> tiles)
            .map(tile -> Arguments.of(515, tile)),
        Stream.of(named, others, last, new TreeShape(66_307).rightEdge())
            .flatMap(tiles -> tiles)
            .map(tile -> Arguments.of(66_307, tile)));
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void forgedTileIsRefusedAndNeverWritten(long size, Tile forged) {
    FakeLog log = LOGS.get(size);
    server.serve(log.tamper(forged, 0));

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertNothingForged(size, forged);
    log.makeGood();
    assertGood(mirror.sync());
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(EXPECTED.get(size));
  }

  @ParameterizedTest
  @CsvSource({
    "515,   tile/0/000,       tile/1/000.p/2",
    "515,   tile/0/001,       tile/1/000.p/2",
    "66307, tile/0/000,       tile/1/000",
    "66307, tile/0/258,       tile/1/001.p/3",
    "66307, tile/1/000,       tile/2/000.p/1",
    "66307, tile/0/259.p/3,   tile/1/001.p/3",
  })
  void forgedTileWithTheParentOfAnotherHistoryIsRefused(long size, String child, String parent) {
    FakeLog log = LOGS.get(size);
    FakeLog other = log.fork(0).grow(size);
    for (String path : new String[] {child, parent}) {
      log.alter(Resource.parse(path), truth -> other.get(path).orElseThrow());
    }
    server.serve(log);

    assertRefused(mirror.sync(), Failure.BAD_TILE);

    assertNothingForged(size, Resource.parse(child));
  }

  private static void assertNothingForged(long size, Resource forged) {
    assertThat(EXPECTED.get(size)).containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(forged.path(), "checkpoint");
    assertThat(mirror.state().map(state -> state.mirrored().size()).orElse(0L)).isZero();
  }
}
