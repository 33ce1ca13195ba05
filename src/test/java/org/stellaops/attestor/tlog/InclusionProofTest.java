package org.stellaops.attestor.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InclusionProofTest {
  private static final int SMALL = 64;
  private static final ReferenceTree TREE = ReferenceTree.ofNumbers(70_000);

  @Test
  void smallTreeProofsMatchRfcAndVerify() {
    for (int size = 1; size <= SMALL; size++) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, size);
      for (int index = 0; index < size; index++) {
        InclusionProof proof = InclusionProof.build(index, size, tiles);
        assertThat(proof.hashes()).isEqualTo(TREE.path(index, size));
        assertThat(proof.rootFor(TREE.leaf(index))).isEqualTo(TREE.root(size));
      }
    }
  }

  @Test
  void rejectsEveryMangledProof() {
    for (int size = 1; size <= SMALL; size++) {
      for (int index = 0; index < size; index++) {
        for (List<Hash> mangled : Mangled.of(TREE.path(index, size))) {
          assertThat(verifies(index, size, mangled, TREE.leaf(index), TREE.root(size)))
              .as("leaf %d in %d with %s", index, size, mangled)
              .isFalse();
        }
      }
    }
  }

  @Test
  void proofIsOnlyValidForItsLeaf() {
    for (int size = 2; size <= SMALL; size++) {
      for (int index = 0; index < size; index++) {
        List<Hash> path = TREE.path(index, size);
        for (int other = 0; other < size; other++) {
          if (other != index) {
            assertThat(verifies(other, size, path, TREE.leaf(index), TREE.root(size))).isFalse();
            assertThat(verifies(index, size, path, TREE.leaf(other), TREE.root(size))).isFalse();
            assertThat(verifies(other, size, path, TREE.leaf(other), TREE.root(size))).isFalse();
          }
        }
      }
    }
  }

  @Test
  void proofIsOnlyValidForItsTree() {
    for (int size = 1; size <= SMALL; size++) {
      for (int other = 1; other <= SMALL; other++) {
        if (other != size) {
          for (int index = 0; index < size; index++) {
            List<Hash> path = TREE.path(index, size);
            assertThat(verifies(index, other, path, TREE.leaf(index), TREE.root(other))).isFalse();
            assertThat(verifies(index, size, path, TREE.leaf(index), TREE.root(other))).isFalse();
          }
        }
      }
    }
  }

  /**
   * Leaf 0 has two siblings on its right in a tree of three and in a tree of four, so nothing in a
   * proof of the one tells it from a proof of the other. The size must come from where the root
   * comes from, a signed checkpoint, and never from the proof.
   */
  @Test
  void proofAloneDoesNotDetermineSize() {
    List<Hash> path = TREE.path(0, 3);
    assertThat(verifies(0, 3, path, TREE.leaf(0), TREE.root(3))).isTrue();
    assertThat(verifies(0, 4, path, TREE.leaf(0), TREE.root(3))).isTrue();
    assertThat(verifies(0, 5, path, TREE.leaf(0), TREE.root(3))).isFalse();
  }

  @Test
  void largerTreesMatchRfc() {
    Random random = new Random(7);
    for (int size : new int[] {255, 256, 257, 511, 512, 513, 515, 65_535, 65_536, 65_537, 66_307}) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, size);
      assertMatchesReference(0, size, tiles);
      assertMatchesReference(size - 1, size, tiles);
      for (int i = 0; i < 30; i++) {
        assertMatchesReference(random.nextInt(size), size, tiles);
      }
    }
  }

  @Test
  void buildsFromTilesOfLargerTree() {
    ReferenceTiles tiles = new ReferenceTiles(TREE, 70_000);
    Random random = new Random(8);
    for (int i = 0; i < 300; i++) {
      int size = 1 + random.nextInt(70_000);
      assertMatchesReference(random.nextInt(size), size, tiles);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0",
    "0, 2, 1",
    "0, 65536, 16",
    "0, 65537, 17",
    "65536, 65537, 1",
    "65535, 65537, 17",
    "0, 4611686018427387904, 62",
    "0, 4611686018427387905, 63",
    "4611686018427387904, 4611686018427387905, 1",
    "0, 9223372036854775807, 63",
    "9223372036854775806, 9223372036854775807, 62",
    "9223372036854775805, 9223372036854775807, 63",
    "4611686018427387904, 9223372036854775807, 63",
  })
  void proofLengthIsAtMostTreeHeight(long index, long size, int length) {
    UniformTree tree = new UniformTree(size);
    InclusionProof proof = InclusionProof.build(index, size, tree);
    assertThat(proof.hashes()).hasSize(length);
    assertThat(proof.rootFor(tree.leaf())).isEqualTo(tree.mth(size));
    for (int wrong : new int[] {length - 1, length + 1}) {
      if (wrong >= 0) {
        List<Hash> hashes = Collections.nCopies(wrong, Rfc6962.EMPTY);
        assertThatThrownBy(() -> new InclusionProof(index, size, hashes))
            .isInstanceOf(MalformedException.class)
            .hasMessageContaining(length + " hashes");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "2, 1",
    "-1, 1",
    "-1, 0",
    "0, -1",
    "-2, -1",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, 9223372036854775807",
    "0, -9223372036854775808",
  })
  void rejectsIndexOutsideTree(long index, long size) {
    assertThatThrownBy(() -> new InclusionProof(index, size, List.of()))
        .isInstanceOf(MalformedException.class);
    TileSource unread =
        tile -> {
          throw new AssertionError("read " + tile + " for nothing");
        };
    assertThatThrownBy(() -> InclusionProof.build(index, size, unread))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void proofIsImmutable() {
    List<Hash> hashes = new ArrayList<>(TREE.path(3, 7));
    InclusionProof proof = new InclusionProof(3, 7, hashes);
    hashes.clear();
    assertThat(proof.hashes()).isEqualTo(TREE.path(3, 7)).isUnmodifiable();
  }

  private static void assertMatchesReference(int index, int size, TileSource tiles) {
    InclusionProof proof = InclusionProof.build(index, size, tiles);
    assertThat(proof.hashes()).as("leaf %d in %d", index, size).isEqualTo(TREE.path(index, size));
    assertThat(proof.rootFor(TREE.leaf(index))).isEqualTo(TREE.root(size));
  }

  private static boolean verifies(int index, int size, List<Hash> hashes, Hash leaf, Hash root) {
    try {
      return new InclusionProof(index, size, hashes).rootFor(leaf).equals(root);
    } catch (MalformedException refused) {
      return false;
    }
  }
}
