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
  void everyProofBetweenSmallTreesIsTheOneOfTheRfcAndHolds() {
    for (int to = 1; to <= SMALL; to++) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, to);
      for (int from = 1; from <= to; from++) {
        assertAgrees(from, to, tiles);
      }
    }
  }

  @Test
  void everySpoiledProofBetweenSmallTreesIsRefused() {
    for (int to = 0; to <= SMALL; to++) {
      for (int from = 0; from <= to; from++) {
        for (List<Hash> mangled : Mangled.of(honest(from, to))) {
          assertThat(holds(from, to, mangled, TREE.root(from), TREE.root(to)))
              .as("%d to %d with %s", from, to, mangled)
              .isFalse();
        }
      }
    }
  }

  @Test
  void everyOtherRootIsRefused() {
    for (int to = 1; to <= SMALL; to++) {
      for (int from = 1; from <= to; from++) {
        List<Hash> hashes = TREE.proof(from, to);
        Hash older = TREE.root(from);
        Hash newer = TREE.root(to);
        for (int bit : new int[] {0, 100, 255}) {
          assertThat(holds(from, to, hashes, Mangled.flipped(older, bit), newer)).isFalse();
          assertThat(holds(from, to, hashes, older, Mangled.flipped(newer, bit))).isFalse();
        }
        assertThat(holds(from, to, hashes, newer, older)).isEqualTo(from == to);
      }
    }
  }

  @Test
  void aProofBetweenTwoSizesIsNoProofBetweenOthers() {
    for (int to = 1; to <= SMALL; to++) {
      for (int from = 1; from < to; from++) {
        List<Hash> hashes = TREE.proof(from, to);
        for (int other = 0; other <= SMALL; other++) {
          if (other != from) {
            assertThat(holds(other, to, hashes, TREE.root(other), TREE.root(to))).isFalse();
          }
          if (other != to) {
            assertThat(holds(from, other, hashes, TREE.root(from), TREE.root(other))).isFalse();
          }
        }
      }
    }
  }

  /** As with inclusion: the sizes must come from the two signed checkpoints. */
  @Test
  void aProofDoesNotKnowTheSizesOfItsTrees() {
    List<Hash> hashes = TREE.proof(1, 3);
    assertThat(holds(1, 3, hashes, TREE.root(1), TREE.root(3))).isTrue();
    assertThat(holds(1, 4, hashes, TREE.root(1), TREE.root(3))).isTrue();
    assertThat(holds(1, 5, hashes, TREE.root(1), TREE.root(3))).isFalse();
  }

  @Test
  void anotherHistoryIsRefused() {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < SMALL; i++) {
      entries.add(TREE.entry(i));
    }
    entries.set(2, new byte[] {'x'});
    ReferenceTree forked = new ReferenceTree(entries);
    for (int from = 3; from < SMALL; from++) {
      List<Hash> hashes = forked.proof(from, SMALL);
      assertThat(holds(from, SMALL, hashes, forked.root(from), forked.root(SMALL))).isTrue();
      assertThat(holds(from, SMALL, hashes, TREE.root(from), forked.root(SMALL))).isFalse();
      assertThat(holds(from, SMALL, TREE.proof(from, SMALL), TREE.root(from), forked.root(SMALL)))
          .isFalse();
    }
  }

  @Test
  void largerTreesAgreeWithTheRfc() {
    Random random = new Random(9);
    for (int to : new int[] {255, 256, 257, 511, 512, 513, 515, 65_535, 65_536, 65_537, 66_307}) {
      ReferenceTiles tiles = new ReferenceTiles(TREE, to);
      assertAgrees(1, to, tiles);
      assertAgrees(to - 1, to, tiles);
      assertAgrees(to, to, tiles);
      for (int i = 0; i < 30; i++) {
        assertAgrees(1 + random.nextInt(to), to, tiles);
      }
    }
  }

  @Test
  void theTilesOfALargerTreeDoAsWell() {
    ReferenceTiles tiles = new ReferenceTiles(TREE, 139_999);
    Random random = new Random(10);
    for (int i = 0; i < 300; i++) {
      int to = 1 + random.nextInt(139_999);
      assertAgrees(1 + random.nextInt(to), to, tiles);
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
  void aProofIsAtMostOneLongerThanTheTreeIsHigh(long from, long to, int length) {
    UniformTree tree = new UniformTree(to);
    ConsistencyProof proof = ConsistencyProof.build(from, to, tree);
    assertThat(proof.hashes()).hasSize(length);
    assertThat(proof.proves(tree.mth(from), tree.mth(to))).isTrue();
    if (length > 0) {
      assertThat(proof.proves(tree.mth(to), tree.mth(from))).isFalse();
    }
  }

  @Test
  void aProofOfAMillionHashesIsRefusedAfterAFew() {
    List<Hash> endless = Collections.nCopies(1_000_000, Rfc6962.EMPTY);
    assertThat(holds(3, Long.MAX_VALUE, endless, TREE.root(3), TREE.root(7))).isFalse();
  }

  /** The empty tree is the beginning of every tree; the caller must not take that for evidence. */
  @Test
  void fromTheEmptyTreeNothingIsProved() {
    assertThat(ConsistencyProof.build(0, 7, UNREAD).hashes()).isEmpty();
    assertThat(holds(0, 7, List.of(), Rfc6962.EMPTY, TREE.root(7))).isTrue();
    assertThat(holds(0, 7, List.of(), Rfc6962.EMPTY, TREE.root(6))).isTrue();
    assertThat(holds(0, 7, List.of(), TREE.root(1), TREE.root(7))).isFalse();
    assertThat(holds(0, 7, List.of(TREE.root(7)), Rfc6962.EMPTY, TREE.root(7))).isFalse();
    assertThat(holds(0, 0, List.of(), Rfc6962.EMPTY, Rfc6962.EMPTY)).isTrue();
    assertThat(holds(0, 0, List.of(), TREE.root(1), TREE.root(1))).isFalse();
  }

  @Test
  void betweenEqualSizesOnlyTheSameRootHolds() {
    assertThat(ConsistencyProof.build(7, 7, UNREAD).hashes()).isEmpty();
    assertThat(holds(7, 7, List.of(), TREE.root(7), TREE.root(7))).isTrue();
    assertThat(holds(7, 7, List.of(), TREE.root(7), TREE.root(6))).isFalse();
    assertThat(holds(7, 7, List.of(TREE.root(7)), TREE.root(7), TREE.root(7))).isFalse();
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
  void aLogDoesNotShrink(long from, long to) {
    assertThatThrownBy(() -> new ConsistencyProof(from, to, List.of()))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> ConsistencyProof.build(from, to, UNREAD))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void nobodyCanChangeAProof() {
    List<Hash> hashes = new ArrayList<>(TREE.proof(3, 7));
    ConsistencyProof proof = new ConsistencyProof(3, 7, hashes);
    hashes.clear();
    assertThat(proof.hashes()).isEqualTo(TREE.proof(3, 7)).isUnmodifiable();
  }

  private static List<Hash> honest(int from, int to) {
    return from == 0 ? List.of() : TREE.proof(from, to);
  }

  private static void assertAgrees(int from, int to, TileSource tiles) {
    ConsistencyProof proof = ConsistencyProof.build(from, to, tiles);
    assertThat(proof.hashes()).as("%d to %d", from, to).isEqualTo(TREE.proof(from, to));
    assertThat(proof.proves(TREE.root(from), TREE.root(to))).as("%d to %d", from, to).isTrue();
  }

  private static boolean holds(long from, long to, List<Hash> hashes, Hash older, Hash newer) {
    try {
      return new ConsistencyProof(from, to, hashes).proves(older, newer);
    } catch (MalformedException refused) {
      return false;
    }
  }
}
