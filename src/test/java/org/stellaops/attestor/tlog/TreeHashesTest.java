package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeHashesTest {
  private static final ReferenceTree TREE = ReferenceTree.ofNumbers(131_072);

  @ParameterizedTest
  @CsvFileSource(resources = "/tlog/reference-roots.csv")
  void matchesRootsOfReferenceTree(int size, String root) {
    assertThat(TREE.root(size)).hasToString(root);
    ReferenceTiles tiles = new ReferenceTiles(TREE, size);
    assertThat(new TreeHashes(tiles).root(size)).hasToString(root);
    assertReadsRightEdge(tiles, size);
  }

  @Test
  void rootReadsRightEdgeOnly() {
    for (int size = 0; size <= 600; size++) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, size);
      assertThat(new TreeHashes(tiles).root(size)).as("%d", size).isEqualTo(TREE.root(size));
      assertReadsRightEdge(tiles, size);
    }
  }

  /** What a mirror does to see that a larger tree begins with the one it knows. */
  @Test
  void computesRootOfEveryPrefix() {
    Random random = new Random(6);
    for (int larger : new int[] {1, 255, 256, 257, 515, 65_537, 66_307, 131_072}) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, larger);
      TreeHashes hashes = new TreeHashes(tiles);
      for (int i = 0; i < 60; i++) {
        int prefix = random.nextInt(larger + 1);
        assertThat(hashes.root(prefix)).as("%d of %d", prefix, larger).isEqualTo(TREE.root(prefix));
        assertReadsRightEdge(tiles, prefix);
      }
    }
  }

  @Test
  void computesEverySubtreeOfRfc() {
    for (int size : new int[] {1, 2, 255, 256, 257, 513, 600}) {
      TreeHashes hashes = new TreeHashes(new ReferenceTiles(TREE, size));
      assertSubtrees(hashes, 0, size);
    }
  }

  @Test
  void forgedHashOnRightEdgeChangesRoot() {
    for (int size : new int[] {3, 257, 515, 66_307}) {
      ReferenceTiles honest = new ReferenceTiles(TREE, size);
      for (Tile tile : new TreeShape(size).rightEdge().toList()) {
        for (int i = 0; i < tile.width(); i++) {
          byte[] forged = honest.read(tile).bytes();
          forged[i * Hash.BYTES] ^= 1;
          TileHashes content = TileHashes.read(tile, forged);
          TileSource forger =
              asked -> asked.full().equals(tile.full()) ? content : honest.read(asked);
          assertThat(new TreeHashes(forger).root(size))
              .as("hash %d of %s", i, tile)
              .isNotEqualTo(TREE.root(size));
        }
      }
    }
  }

  @Test
  void readsLeafAtIndex() {
    ReferenceTiles tiles = new ReferenceTiles(TREE, 66_307);
    for (int index : new int[] {0, 1, 255, 256, 65_535, 65_536, 66_306}) {
      assertThat(new TreeHashes(tiles).leaf(index)).isEqualTo(TREE.leaf(index));
      assertThat(tiles.takeReads()).containsExactly(new Tile(0, index / 256, index % 256 + 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        1L << 32,
        (1L << 55) - 1,
        1L << 55,
        1L << 56,
        (1L << 56) + 257,
        (1L << 62) - 1,
        1L << 62,
        Long.MAX_VALUE - 256,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
      })
  void computesRootOfLargestTrees(long size) {
    UniformTree tree = new UniformTree(size);
    TreeHashes hashes = new TreeHashes(tree);
    assertThat(hashes.root(size)).isEqualTo(tree.mth(size));
    assertThat(tree.reads()).isEqualTo(new TreeShape(size).rightEdge().toList());
    assertThat(hashes.leaf(size - 1)).isEqualTo(tree.leaf());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -256, Long.MIN_VALUE, Long.MIN_VALUE + 1})
  void rejectsNegativeSizeAndIndex(long number) {
    TreeHashes hashes = new TreeHashes(new UniformTree(Long.MAX_VALUE));
    assertThatThrownBy(() -> hashes.root(number)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> hashes.leaf(number)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rejectsEmptyRange() {
    TreeHashes hashes = new TreeHashes(new ReferenceTiles(TREE, 7));
    assertThatThrownBy(() -> hashes.range(5, 5)).isInstanceOf(IllegalArgumentException.class);
  }

  /** No tile twice, none that the root does not need, none wider than it needs. */
  private static void assertReadsRightEdge(ReferenceTiles tiles, int size) {
    List<Tile> edge = new TreeShape(size).rightEdge().toList();
    assertThat(tiles.takeReads()).as("reads for the root at %d", size).isEqualTo(edge);
  }

  private static void assertSubtrees(TreeHashes hashes, int from, int to) {
    assertThat(hashes.range(from, to)).as("[%d, %d)", from, to).isEqualTo(TREE.mth(from, to));
    if (to - from > 1) {
      int split = from + Integer.highestOneBit(to - from - 1);
      assertSubtrees(hashes, from, split);
      assertSubtrees(hashes, split, to);
    }
  }
}
