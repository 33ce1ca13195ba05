package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * One file of a log that is not what it should be: refused at first contact and after growth,
 * wherever the damage is. The mirrored head and the published checkpoint stay, and nothing of the
 * bad file is on disk.
 */
class DamagedLogFileTest {
  private static final String ORIGIN = "damaged.example/log";
  private static final long KNOWN = 300;
  private static final long SIZE = 700;

  /** Every file that a mirror of entries asks for, and every one that a mirror of tiles does. */
  private static final String[] WITH_ENTRIES = {
    "tile/entries/000",
    "tile/entries/001",
    "tile/entries/002.p/188",
    "tile/0/002.p/188",
    "tile/1/000.p/2",
  };

  private static final String[] TILES_ONLY = {
    "tile/0/000", "tile/0/001", "tile/0/002.p/188", "tile/1/000.p/2",
  };

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest entries;
  private static MirrorUnderTest tiles;
  private static Map<String, String> expectedFiles;
  private FakeLog log;

  @BeforeAll
  static void startMirrors() {
    FakeLog empty = FakeLog.named(ORIGIN);
    server = FakeLogServer.start(empty);
    entries = MirrorUnderTest.of(directory.resolve("entries"), empty, server.url()).start();
    tiles =
        MirrorUnderTest.of(directory.resolve("tiles"), empty, server.url())
            .backend("mirrorEntries", "false")
            .start();
    expectedFiles =
        MirrorUnderTest.expectedFiles(
            FakeLog.named(ORIGIN).grow(SIZE), directory.resolve("expected"));
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
    log = FakeLog.named(ORIGIN);
    server.serve(log);
  }

  static Stream<Arguments> bitPositions() {
    return Stream.concat(bitPositions(true, WITH_ENTRIES), bitPositions(false, TILES_ONLY));
  }

  /** The first and the last bytes, and some between: 24 of each file. */
  private static Stream<Arguments> bitPositions(boolean mirrorEntries, String[] paths) {
    return Arrays.stream(paths)
        .flatMap(path -> {
          int length = Integer.parseInt(expectedFiles().get(path).split(" ")[0]);
          return IntStream.concat(
                  IntStream.of(0, 1, 2, 3, 31, 32, length - 32, length - 1),
                  IntStream.range(1, 17).map(i -> i * (length / 17)))
              .mapToObj(index -> Arguments.of(mirrorEntries, path, index, (index * 5 + 3) % 8));
        });
  }

  private static Map<String, String> expectedFiles() {
    return expectedFiles;
  }

  @ParameterizedTest
  @MethodSource("bitPositions")
  void rejectsAFlippedBitInAnyFileAtFirstContact(
      boolean mirrorEntries, String path, int index, int bit) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    log.grow(SIZE).modify(Resource.parse(path), bytes -> flip(bytes, index, bit));

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertOnlyVerifiedFilesIn(mirror, path);
  }

  static Stream<Arguments> grownFiles() {
    return Stream.concat(
            Arrays.stream(WITH_ENTRIES).map(path -> Arguments.of(true, path)),
            Arrays.stream(TILES_ONLY).map(path -> Arguments.of(false, path)))
        // the first bundle and the first tile are there already when the log grows
        .filter(file -> !file.get()[1].toString().endsWith("/000"));
  }

  @ParameterizedTest
  @MethodSource("grownFiles")
  void keepsServingTheOldMirrorWhenANewFileIsDamaged(boolean mirrorEntries, String path) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    log.grow(KNOWN);
    assertGood(mirror.sync());
    Map<String, String> before = mirror.files();
    log.grow(SIZE - KNOWN).tamper(Resource.parse(path));

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(mirror.files()).containsAllEntriesOf(before).doesNotContainKey(path);
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head(KNOWN));
    log.stopTampering();
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(expectedFiles).containsAllEntriesOf(mirror.files());
  }

  @ParameterizedTest
  @MethodSource("grownFiles")
  void keepsServingTheOldCheckpointWhenANewFileIsTruncated(boolean mirrorEntries, String path) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    log.grow(KNOWN);
    assertGood(mirror.sync());
    log.grow(SIZE - KNOWN)
        .modify(Resource.parse(path), bytes -> Arrays.copyOf(bytes, bytes.length - 1));

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(mirror.files())
        .containsEntry("checkpoint", FileTree.digest(log.checkpoint(KNOWN)))
        .doesNotContainKey(path);
    assertThat(mirror.snapshot().mirrored()).isEqualTo(log.head(KNOWN));
  }

  static Stream<Arguments> rightEdge() {
    return Stream.of(true, false)
        .flatMap(mirrorEntries ->
            new TreeShape(SIZE).rightEdge().map(tile -> Arguments.of(mirrorEntries, tile)));
  }

  @ParameterizedTest
  @MethodSource("rightEdge")
  void neitherStoresNorPendsACheckpointWithADamagedRightEdge(boolean mirrorEntries, Tile tile) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    log.grow(SIZE).tamper(tile);
    assertRejected(mirror.sync(), Failure.BAD_TILE);
    assertThat(mirror.state()).isEmpty();
    assertThat(mirror.snapshot().history()).isEmpty();

    log = FakeLog.named(ORIGIN).grow(KNOWN);
    server.serve(log);
    assertGood(mirror.sync());
    MirrorSnapshot before = mirror.snapshot();
    log.grow(SIZE - KNOWN).tamper(tile);
    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertThat(mirror.snapshot()).isEqualTo(before);
    assertThat(before.pending()).isEqualTo(log.head(KNOWN));
    assertThat(before.history()).containsExactly(log.head(KNOWN));
  }

  static Stream<Arguments> lengthChanges() {
    Map<String, UnaryOperator<byte[]>> changes =
        new TreeMap<>(
            Map.of(
                "nothing", bytes -> new byte[0],
                "a byte less", bytes -> Arrays.copyOf(bytes, bytes.length - 1),
                "a hash less", bytes -> Arrays.copyOf(bytes, bytes.length - 32),
                "half", bytes -> Arrays.copyOf(bytes, bytes.length / 2),
                "a byte more", bytes -> Arrays.copyOf(bytes, bytes.length + 1),
                "a hash more", bytes -> Arrays.copyOf(bytes, bytes.length + 32),
                "twice", bytes -> doubled(bytes),
                "far too much", bytes -> Arrays.copyOf(bytes, 17_000_000)));
    return allFiles()
        .flatMap(file ->
            changes.entrySet().stream()
                .map(change ->
                    Arguments.of(
                        file.get()[0], file.get()[1], change.getKey(), change.getValue())));
  }

  private static Stream<Arguments> allFiles() {
    return Stream.concat(
        Arrays.stream(WITH_ENTRIES).map(path -> Arguments.of(true, path)),
        Arrays.stream(TILES_ONLY).map(path -> Arguments.of(false, path)));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("lengthChanges")
  void rejectsABodyOfTheWrongLength(
      boolean mirrorEntries, String path, String name, UnaryOperator<byte[]> change) {
    MirrorUnderTest mirror = mirrorEntries ? entries : tiles;
    log.grow(SIZE).modify(Resource.parse(path), change);

    assertRejected(mirror.sync(), Failure.BAD_TILE);

    assertOnlyVerifiedFilesIn(mirror, path);
  }

  private static void assertOnlyVerifiedFilesIn(MirrorUnderTest mirror, String badPath) {
    assertThat(expectedFiles).containsAllEntriesOf(mirror.files());
    assertThat(mirror.files()).doesNotContainKeys(badPath, "checkpoint");
    assertThat(mirror.snapshot().mirrored()).isEqualTo(TreeHead.EMPTY);
  }

  private static byte[] flip(byte[] bytes, int index, int bit) {
    bytes[index] ^= (byte) (1 << bit);
    return bytes;
  }

  private static byte[] doubled(byte[] bytes) {
    byte[] doubled = Arrays.copyOf(bytes, 2 * bytes.length);
    System.arraycopy(bytes, 0, doubled, bytes.length, bytes.length);
    return doubled;
  }
}
