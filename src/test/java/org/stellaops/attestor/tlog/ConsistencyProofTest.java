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

class ConsistencyProofTest {
  private static final int SMALL = 64;
  private static final ReferenceTree TREE = ReferenceTree.ofNumbers(139_999);
  private static final TileSource UNREAD =
      tile -> {
        throw new AssertionError("read " + tile + " for nothing");
      };

  @Test
  void smallTreeProofsMatchRfcAndVerify() {
    for (int to = 1; to <= SMALL; to++) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, to);
      for (int from = 1; from <= to; from++) {
        assertMatchesReference(from, to, tiles);
      }
    }
  }

  @Test
  void rejectsEveryMangledProof() {
    for (int to = 0; to <= SMALL; to++) {
      for (int from = 0; from <= to; from++) {
        for (List<Hash> mangled : Mangled.of(honest(from, to))) {
          assertThat(verifies(from, to, mangled, TREE.root(from), TREE.root(to)))
              .as("%d to %d with %s", from, to, mangled)
              .isFalse();
        }
      }
    }
  }

  @Test
  void rejectsEveryOtherRoot() {
    for (int to = 1; to <= SMALL; to++) {
      for (int from = 1; from <= to; from++) {
        List<Hash> hashes = TREE.proof(from, to);
        Hash older = TREE.root(from);
        Hash newer = TREE.root(to);
        for (int bit : new int[] {0, 100, 255}) {
          assertThat(verifies(from, to, hashes, Mangled.flipped(older, bit), newer)).isFalse();
          assertThat(verifies(from, to, hashes, older, Mangled.flipped(newer, bit))).isFalse();
        }
        assertThat(verifies(from, to, hashes, newer, older)).isEqualTo(from == to);
      }
    }
  }

  @Test
  void olderRootFollowsFromNodesOfTheNewerTree() {
    for (int to = 1; to <= SMALL; to++) {
      for (int from = 1; from <= to; from++) {
        ConsistencyProof proof = new ConsistencyProof(from, to, honest(from, to));
        Hash newer = TREE.root(to);
        if (from == to) {
          assertThat(proof.olderRoot(newer)).contains(newer);
        } else if (Integer.bitCount(from) == 1) {
          assertThat(proof.olderRoot(newer)).isEmpty();
        } else {
          assertThat(proof.olderRoot(newer)).contains(TREE.root(from));
          assertThat(proof.olderRoot(Mangled.flipped(newer, 0))).isEmpty();
        }
      }
    }
    assertThat(new ConsistencyProof(0, 5, List.of()).olderRoot(TREE.root(5))).isEmpty();
  }

  @Test
  void proofIsOnlyValidForItsSizes() {
    for (int to = 1; to <= SMALL; to++) {
      for (int from = 1; from < to; from++) {
        List<Hash> hashes = TREE.proof(from, to);
        for (int other = 0; other <= SMALL; other++) {
          if (other != from) {
            assertThat(verifies(other, to, hashes, TREE.root(other), TREE.root(to))).isFalse();
          }
          if (other != to) {
            assertThat(verifies(from, other, hashes, TREE.root(from), TREE.root(other))).isFalse();
          }
        }
      }
    }
  }

  /** As with inclusion: the sizes must come from the two signed checkpoints. */
  @Test
  void proofAloneDoesNotDetermineSizes() {
    List<Hash> hashes = TREE.proof(1, 3);
    assertThat(verifies(1, 3, hashes, TREE.root(1), TREE.root(3))).isTrue();
    assertThat(verifies(1, 4, hashes, TREE.root(1), TREE.root(3))).isTrue();
    assertThat(verifies(1, 5, hashes, TREE.root(1), TREE.root(3))).isFalse();
  }

  @Test
  void rejectsAnotherHistory() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < SMALL; i++) {
      entries.add(TREE.entry(i));
    }
    entries.set(2, new byte[] {'x'});
    ReferenceTree forked = new ReferenceTree(entries);
    for (int from = 3; from < SMALL; from++) {
      List<Hash> hashes = forked.proof(from, SMALL);
      assertThat(verifies(from, SMALL, hashes, forked.root(from), forked.root(SMALL))).isTrue();
      assertThat(verifies(from, SMALL, hashes, TREE.root(from), forked.root(SMALL))).isFalse();
      assertThat(
              verifies(from, SMALL, TREE.proof(from, SMALL), TREE.root(from), forked.root(SMALL)))
          .isFalse();
    }
  }

  @Test
  void largerTreesMatchRfc() {
    Random random = new Random(9);
    for (int to : new int[] {255, 256, 257, 511, 512, 513, 515, 65_535, 65_536, 65_537, 66_307}) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, to);
      assertMatchesReference(1, to, tiles);
      assertMatchesReference(to - 1, to, tiles);
      assertMatchesReference(to, to, tiles);
      for (int i = 0; i < 30; i++) {
        assertMatchesReference(1 + random.nextInt(to), to, tiles);
      }
    }
  }

  @Test
  void buildsFromTilesOfLargerTree() {
    ReferenceTiles tiles = new ReferenceTiles(TREE, 139_999);
    Random random = new Random(10);
    for (int i = 0; i < 300; i++) {
      int to = 1 + random.nextInt(139_999);
      assertMatchesReference(1 + random.nextInt(to), to, tiles);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "255, 257, 10",
    "256, 257, 1",
    "1, 2, 1",
    "1, 65536, 16",
    "65535, 65536, 17",
    "131071, 139999, 19",
    "4611686018427387904, 9223372036854775807, 1",
    "4611686018427387903, 9223372036854775807, 64",
    "9223372036854775806, 9223372036854775807, 63",
    "1, 9223372036854775807, 63",
    "9223372036854775807, 9223372036854775807, 0",
  })
  void proofLengthIsAtMostTreeHeightPlusOne(long from, long to, int length) {
    UniformTree tree = new UniformTree(to);
    ConsistencyProof proof = ConsistencyProof.build(from, to, tree);
    assertThat(proof.hashes()).hasSize(length);
    assertThat(proof.proves(tree.mth(from), tree.mth(to))).isTrue();
    if (length > 0) {
      assertThat(proof.proves(tree.mth(to), tree.mth(from))).isFalse();
    }
  }

  @Test
  void rejectsProofWithMillionHashes() {
    List<Hash> endless = Collections.nCopies(1_000_000, Rfc6962.EMPTY);
    assertThat(verifies(3, Long.MAX_VALUE, endless, TREE.root(3), TREE.root(7))).isFalse();
  }

  /** The empty tree is the beginning of every tree; the caller must not take that for evidence. */
  @Test
  void proofFromEmptyTreeIsEmpty() {
    assertThat(ConsistencyProof.build(0, 7, UNREAD).hashes()).isEmpty();
    assertThat(verifies(0, 7, List.of(), Rfc6962.EMPTY, TREE.root(7))).isTrue();
    assertThat(verifies(0, 7, List.of(), Rfc6962.EMPTY, TREE.root(6))).isTrue();
    assertThat(verifies(0, 7, List.of(), TREE.root(1), TREE.root(7))).isFalse();
    assertThat(verifies(0, 7, List.of(TREE.root(7)), Rfc6962.EMPTY, TREE.root(7))).isFalse();
    assertThat(verifies(0, 0, List.of(), Rfc6962.EMPTY, Rfc6962.EMPTY)).isTrue();
    assertThat(verifies(0, 0, List.of(), TREE.root(1), TREE.root(1))).isFalse();
  }

  @Test
  void equalSizesRequireSameRoot() {
    assertThat(ConsistencyProof.build(7, 7, UNREAD).hashes()).isEmpty();
    assertThat(verifies(7, 7, List.of(), TREE.root(7), TREE.root(7))).isTrue();
    assertThat(verifies(7, 7, List.of(), TREE.root(7), TREE.root(6))).isFalse();
    assertThat(verifies(7, 7, List.of(TREE.root(7)), TREE.root(7), TREE.root(7))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1",
    "1, 0",
    "-1, 1",
    "-1, -1",
    "-2, -1",
    "0, -1",
    "-9223372036854775808, 9223372036854775807",
  })
  void rejectsShrinkingSizes(long from, long to) {
    assertThatThrownBy(() -> new ConsistencyProof(from, to, List.of()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> ConsistencyProof.build(from, to, UNREAD))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void proofIsImmutable() {
    List<Hash> hashes = new ArrayList<>(TREE.proof(3, 7));
    ConsistencyProof proof = new ConsistencyProof(3, 7, hashes);
    hashes.clear();
    assertThat(proof.hashes()).isEqualTo(TREE.proof(3, 7)).isUnmodifiable();
  }

  private static List<Hash> honest(int from, int to) {
    return from == 0 ? List.of() : TREE.proof(from, to);
  }

  private static void assertMatchesReference(int from, int to, TileSource tiles) {
    ConsistencyProof proof = ConsistencyProof.build(from, to, tiles);
    assertThat(proof.hashes()).as("%d to %d", from, to).isEqualTo(TREE.proof(from, to));
    assertThat(proof.proves(TREE.root(from), TREE.root(to))).as("%d to %d", from, to).isTrue();
  }

  private static boolean verifies(long from, long to, List<Hash> hashes, Hash older, Hash newer) {
    try {
      return new ConsistencyProof(from, to, hashes).proves(older, newer);
    } catch (MalformedException refused) {
      return false;
    }
  }
}
