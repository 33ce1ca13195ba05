package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeShapeTest {
  /** Full tiles and partial width at each level from 0 up, tiles in all, bytes in all. */
  @ParameterizedTest
  @CsvSource({
    "0, '', 0, 0",
    "1, 0+1, 1, 32",
    "255, 0+255, 1, 8160",
    "256, 1+0 0+1, 2, 8224",
    "257, 1+1 0+1, 3, 8256",
    "65535, 255+255 0+255, 257, 2105280",
    "65536, 256+0 1+0 0+1, 258, 2105376",
    "65537, 256+1 1+0 0+1, 259, 2105408",
    "70000, 273+112 1+17 0+1, 277, 2248768",
    "10000000, 39062+128 152+150 0+152, 39217, 321254848",
    "45678901, 178433+53 697+1 2+185 0+2, 179136, 1467457056",
    "100000000, 390625+0 1525+225 5+245 0+5, 392158, 3212548960",
    "1000000000, 3906250+0 15258+202 59+154 0+59, 3921570, 32125490144",
    "2000000000, 7812500+0 30517+148 119+53 0+119, 7843139, 64250980352",
  })
  void tileCountsMatchSize(long size, String levels, long tiles, long bytes) {
    TreeShape shape = new TreeShape(size);
    assertThat(levels(shape)).isEqualTo(levels);
    assertThat(shape.tiles()).isEqualTo(tiles);
    assertThat(IntStream.range(0, shape.levels()).mapToLong(shape::hashes).sum() * Hash.BYTES)
        .isEqualTo(bytes);
  }

  /** A log that only ever appends: a hash joins a level whenever a tile below it becomes full. */
  @Test
  void shapeMatchesAppendedTree() {
    long[] hashes = new long[4];
    for (int size = 1; size <= 70_000; size++) {
      int level = 0;
      while (++hashes[level] % 256 == 0) {
        level++;
      }
      assertThat(levels(new TreeShape(size))).as("size %d", size).isEqualTo(levels(hashes));
    }
  }

  @Test
  void coversFullTilesAddedByGrowth() {
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      int larger = random.nextInt(70_001);
      int smaller = random.nextInt(larger + 1);
      TreeShape from = new TreeShape(smaller);
      TreeShape to = new TreeShape(larger);
      for (int level = 0; level < 3; level++) {
        Set<Tile> before = fullTiles(smaller, level);
        Set<Tile> after = fullTiles(larger, level);
        assertThat(from.fullTiles(level)).isEqualTo(before.size());
        assertThat(to.fullTiles(level)).isEqualTo(after.size());
        assertThat(after).allMatch(to::covers).filteredOn(from::covers).hasSameElementsAs(before);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, ''",
    "1, tile/entries/000.p/1 tile/0/000.p/1",
    "255, tile/entries/000.p/255 tile/0/000.p/255",
    "256, tile/1/000.p/1",
    "257, tile/entries/001.p/1 tile/1/000.p/1 tile/0/001.p/1",
    "65536, tile/2/000.p/1",
    "65537, tile/entries/256.p/1 tile/2/000.p/1 tile/0/256.p/1",
    "70000, tile/entries/273.p/112 tile/2/000.p/1 tile/1/001.p/17 tile/0/273.p/112",
  })
  void listsPartialTilesTopDown(long size, String paths) {
    assertThat(new TreeShape(size).partials().map(Resource::path).collect(Collectors.joining(" ")))
        .isEqualTo(paths);
  }

  /** Entry 4,855,114 of log2025-1.rekor.sigstore.dev, the last one at size 4,855,115. */
  @Test
  void lastEntryIsAtEndOfEveryLevel() {
    TreeShape shape = new TreeShape(4_855_115);
    assertThat(shape.width(0, 18_965)).isEqualTo(75);
    assertThat(shape.width(1, 74)).isEqualTo(21);
    assertThat(shape.width(2, 0)).isEqualTo(74);
    assertThat(shape.levels()).isEqualTo(3);
  }

  @Test
  void widthLeftOfAtAndRightOfEdge() {
    TreeShape shape = new TreeShape(70_000);
    assertThat(LongStream.range(0, 273).mapToInt(i -> shape.width(0, i))).containsOnly(256);
    assertThat(shape.width(0, 273)).isEqualTo(112);
    assertThat(shape.width(0, 274)).isZero();
    assertThat(shape.width(1, 1)).isEqualTo(17);
    assertThat(shape.width(2, 0)).isEqualTo(1);
    assertThat(shape.width(2, 1)).isZero();
    assertThat(shape.width(3, 0)).isZero();
  }

  @Test
  void coversResourcesUpToItsWidth() {
    TreeShape shape = new TreeShape(70_000);
    assertThat(shape.covers(new Tile(0, 272, 256))).isTrue();
    assertThat(shape.covers(new Tile(0, 272, 9))).isTrue();
    assertThat(shape.covers(new Tile(0, 273, 112))).isTrue();
    assertThat(shape.covers(new Tile(0, 273, 113))).isFalse();
    assertThat(shape.covers(new Tile(0, 274, 1))).isFalse();
    assertThat(shape.covers(new Tile(2, 0, 2))).isFalse();
    assertThat(shape.covers(new Tile(63, 0, 1))).isFalse();
    assertThat(shape.covers(new EntryBundle(273, 112))).isTrue();
    assertThat(shape.covers(new EntryBundle(273, 113))).isFalse();
    assertThat(new TreeShape(0).covers(new EntryBundle(0, 1))).isFalse();
  }

  @Test
  void wholeTileHasAllHashesOfTree() {
    TreeShape shape = new TreeShape(70_000);
    assertThat(shape.wholeTile(new Tile(0, 272, 9))).isEqualTo(Tile.full(0, 272));
    assertThat(shape.wholeTile(new Tile(0, 273, 9))).isEqualTo(new Tile(0, 273, 112));
    assertThat(shape.wholeTile(Tile.full(0, 273))).isEqualTo(new Tile(0, 273, 112));
    assertThatThrownBy(() -> shape.wholeTile(Tile.full(0, 274)))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void largestTreeDoesNotOverflow() {
    TreeShape shape = new TreeShape(Long.MAX_VALUE);
    assertThat(shape.levels()).isEqualTo(8);
    assertThat(shape.tiles(0)).isEqualTo(1L << 55);
    assertThat(shape.fullTiles(0)).isEqualTo((1L << 55) - 1);
    assertThat(shape.hashes(7)).isEqualTo(127);
    assertThat(shape.hashes(8)).isZero();
    assertThat(shape.hashes(63)).isZero();
    assertThat(shape.width(0, (1L << 55) - 1)).isEqualTo(255);
    assertThat(shape.rightEdge().map(Tile::width))
        .containsExactly(127, 255, 255, 255, 255, 255, 255, 255);
    assertThat(shape.tiles())
        .isEqualTo(LongStream.of(55, 47, 39, 31, 23, 15, 7, 0).map(power -> 1L << power).sum());
  }

  @Test
  void impossibleIndexesHaveNoWidth() {
    for (long size : new long[] {0, 1, 70_000, 1L << 62, Long.MAX_VALUE}) {
      TreeShape shape = new TreeShape(size);
      for (long index : new long[] {-1, Long.MIN_VALUE, 1L << 55, 1L << 56, Long.MAX_VALUE}) {
        assertThat(shape.width(0, index)).as("index %d in %d", index, size).isZero();
      }
    }
  }

  private static String levels(TreeShape shape) {
    return IntStream.range(0, shape.levels())
        .mapToObj(level -> shape.fullTiles(level) + "+" + shape.rightEdgeWidth(level))
        .collect(Collectors.joining(" "));
  }

  private static String levels(long[] hashes) {
    List<String> levels = new ArrayList<>();
    for (int level = 0; level < hashes.length && hashes[level] > 0; level++) {
      levels.add(hashes[level] / 256 + "+" + hashes[level] % 256);
    }
    return String.join(" ", levels);
  }

  private static Set<Tile> fullTiles(int size, int level) {
    long leaves = 256L << 8 * level;
    Set<Tile> tiles = new HashSet<>();
    for (long end = leaves; end <= size; end += leaves) {
      tiles.add(Tile.full(level, end / leaves - 1));
    }
    return tiles;
  }
}
