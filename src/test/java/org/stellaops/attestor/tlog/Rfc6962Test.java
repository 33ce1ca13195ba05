package org.stellaops.attestor.tlog;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Rfc6962Test {
  private static final byte[] ENTRY = "L123456".getBytes(US_ASCII);

  @Test
  void matchesKnownHashes() {
    assertThat(Rfc6962.EMPTY.hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Rfc6962.leaf(new byte[0]).hex())
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(Rfc6962.leaf(ENTRY).hex())
        .isEqualTo("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56");
    assertThat(Rfc6962.node(Rfc6962.leaf(new byte[0]), Rfc6962.leaf(new byte[] {0})).hex())
        .isEqualTo("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  }

  @Test
  void leafHashDiffersFromNodeHash() {
    Hash left = Rfc6962.leaf(new byte[] {1});
    Hash right = Rfc6962.leaf(new byte[] {2});
    byte[] pair = new byte[2 * Hash.BYTES];
    left.copyTo(pair, 0);
    right.copyTo(pair, Hash.BYTES);
    assertThat(Rfc6962.leaf(pair)).isNotEqualTo(Rfc6962.node(left, right));
    assertThat(Rfc6962.node(left, right)).isNotEqualTo(Rfc6962.node(right, left));
  }

  @Test
  void nodeHashReplacesItsChildren() {
    Hash left = Rfc6962.leaf(new byte[] {1});
    Hash right = Rfc6962.leaf(new byte[] {2});
    byte[] row = new byte[1 + 2 * Hash.BYTES];
    left.copyTo(row, 1);
    right.copyTo(row, 1 + Hash.BYTES);
    Rfc6962.nodeInPlace(Sha256.newDigest(), row, 0, 1);
    assertThat(Hash.at(row, 1)).isEqualTo(Rfc6962.node(left, right));
    assertThat(Hash.at(row, 1 + Hash.BYTES)).isEqualTo(right);
  }

  @Test
  void failedHashDoesNotAffectNext() {
    Hash expected = Rfc6962.leaf(ENTRY);
    Hash expectedNode = Rfc6962.node(expected, expected);
    assertThatThrownBy(() -> Rfc6962.leaf(null)).isInstanceOf(NullPointerException.class);
    assertThat(Rfc6962.leaf(ENTRY)).isEqualTo(expected);
    assertThatThrownBy(() -> Rfc6962.node(expected, null)).isInstanceOf(NullPointerException.class);
    assertThat(Rfc6962.leaf(ENTRY)).isEqualTo(expected);
    assertThat(Rfc6962.node(expected, expected)).isEqualTo(expectedNode);
  }

  @Test
  void isThreadSafe() throws Exception {
    int threads = 8;
    ReferenceTree tree = ReferenceTree.ofNumbers(256);
    Entries entries = Entries.of(IntStream.range(0, 256).mapToObj(tree::entry).toList());
    TileHashes leaves = entries.leafHashes();
    Hash root = tree.root(256);

    CyclicBarrier together = new CyclicBarrier(threads);
    Callable<Integer> work =
        () -> {
          together.await();
          int wrong = 0;
          for (int round = 0; round < 100; round++) {
            boolean right =
                entries.leafHashes().equals(leaves)
                    && leaves.root().equals(root)
                    && Rfc6962.leaf(entries.get(round)).equals(leaves.get(round))
                    && Rfc6962.node(leaves.root(0, 128), leaves.root(128, 128)).equals(root);
            wrong += right ? 0 : 1;
          }
          return wrong;
        };
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Integer>> all = IntStream.range(0, threads).mapToObj(i -> work).toList();
      for (Future<Integer> wrong : pool.invokeAll(all)) {
        assertThat(wrong.get()).isZero();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
