package org.stellaops.attestor.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;
import org.stellaops.attestor.tlog.UniformTree;

class TileConsistencyProofTest {
  private static final int SMALL = 70;
  private static final long[] EDGES = {
    0, 1, 2, 255, 256, 257, 511, 512, 513, 514, 515, 65_535, 65_536, 65_537, 65_792, 66_307, 70_000
  };
  private static final FakeLog LOG = log();

  @Test
  void verifiesEveryPairOfSmallTrees() {
    for (int smaller = 0; smaller <= SMALL; smaller++) {
      for (int larger = smaller; larger <= SMALL; larger++) {
        assertVerified(smaller, larger);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pairsOfEdges")
  void verifiesGrowthAcrossTileBoundaries(long smaller, long larger) {
    assertVerified(smaller, larger);
  }

  static Stream<Arguments> pairsOfEdges() {
    return LongStream.of(EDGES)
        .boxed()
        .flatMap(larger ->
            LongStream.of(EDGES)
                .filter(smaller -> smaller <= larger)
                .mapToObj(smaller -> Arguments.of(smaller, larger)));
  }

  /** Sizes as in CVE-2026-56865, where several subtrees of the right edge share a tile. */
  @ParameterizedTest
  @CsvSource({
    "0, 515",
    "1, 515",
    "5, 515",
    "255, 515",
    "256, 515",
    "300, 515",
    "511, 515",
    "512, 515",
    "514, 515",
    "515, 515",
    "0, 66307",
    "7, 66307",
    "300, 66307",
    "65535, 66307",
    "65536, 66307",
    "65537, 66307",
    "66000, 66307",
    "66306, 66307",
    "66307, 66307"
  })
  void rejectsEveryForgedHash(long smaller, long larger) {
    TileConsistencyProof proof = proof(smaller, larger);
    for (Tile tile : proof.requiredTiles()) {
      byte[] truth = LOG.tile(tile);
      for (int i = 0; i < tile.width(); i++) {
        byte[] forged = truth.clone();
        forged[i * Hash.BYTES] ^= (byte) 0x80;
        assertBadTile(() -> proof.verify(with(tile, forged)), "%s with hash %d forged", tile, i);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {515, 66_307})
  void rejectsSwappedTiles(long larger) {
    TileConsistencyProof proof = proof(7, larger);
    for (Tile one : proof.requiredTiles()) {
      for (Tile other : proof.requiredTiles()) {
        if (!one.equals(other) && other.width() >= one.width()) {
          byte[] exchanged = Arrays.copyOf(LOG.tile(other), one.byteCount());
          assertBadTile(() -> proof.verify(with(one, exchanged)), "%s in place of %s", other, one);
        }
      }
    }
  }

  @Test
  void rejectsSwappedHashesWithinTile() {
    TileConsistencyProof proof = proof(300, 66_307);
    for (Tile tile : proof.requiredTiles()) {
      byte[] swapped = LOG.tile(tile);
      if (tile.width() > 1) {
        System.arraycopy(LOG.tile(tile), Hash.BYTES, swapped, 0, Hash.BYTES);
        System.arraycopy(LOG.tile(tile), 0, swapped, Hash.BYTES, Hash.BYTES);
        assertBadTile(() -> proof.verify(with(tile, swapped)), "the first two of %s", tile);
      }
    }
  }

  @Test
  void ignoresHashesBeyondTree() {
    TileConsistencyProof proof = proof(300, 515);
    VerifiedTiles proved =
        proof.verify(tile -> {
          byte[] longer = Arrays.copyOf(LOG.tile(tile), Tile.full(0, 0).byteCount());
          return TileHashes.read(tile.full(), longer);
        });
    assertThat(proved.tiles().keySet()).containsExactlyInAnyOrderElementsOf(proof.requiredTiles());
    proved.tiles().forEach((tile, hashes) -> assertThat(hashes.width()).isEqualTo(tile.width()));
  }

  @Test
  void wrongRootIsBadTile() {
    FakeLog other = LOG.fork(514).grow(1);
    assertBadTile(
        () -> new TileConsistencyProof(LOG.head(300), other.head()).verify(tiles(LOG)),
        "tiles of one log, root of another");
  }

  @Test
  void detectsInconsistencyForEveryPair() {
    for (int fork = 0; fork < SMALL; fork += 3) {
      FakeLog other = LOG.fork(fork).grow(SMALL - fork);
      LongStream.rangeClosed(1, SMALL).forEach(other::checkpoint);
      for (int smaller = 1; smaller <= SMALL; smaller++) {
        for (int larger = smaller; larger <= SMALL; larger += 5) {
          TileConsistencyProof proof =
              new TileConsistencyProof(LOG.head(smaller), other.head(larger));
          TileSource tiles = tiles(other);
          if (smaller <= fork) {
            assertThat(proof.verify(tiles).head()).isEqualTo(other.head(larger));
          } else {
            assertInconsistent(() -> proof.verify(tiles), proof);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "254, 255", "255, 256", "256, 257", "300, 515", "65535, 65536", "7, 66000"})
  void forkIsInconsistentFromForkPointOn(long fork, long smaller) {
    FakeLog other = LOG.fork(fork).grow(66_307 - fork);
    TileConsistencyProof proof = new TileConsistencyProof(LOG.head(smaller), other.head());
    assertInconsistent(() -> proof.verify(tiles(other)), proof);
    TileConsistencyProof before = new TileConsistencyProof(LOG.head(fork), other.head());
    assertThat(before.verify(tiles(other)).head()).isEqualTo(other.head());
  }

  @Test
  void damagedTileIsNotReportedAsInconsistency() {
    FakeLog other = LOG.fork(400).grow(115);
    TileConsistencyProof proof = new TileConsistencyProof(LOG.head(500), other.head());
    assertInconsistent(() -> proof.verify(tiles(other)), proof);
    for (Tile tile : proof.requiredTiles()) {
      assertBadTile(() -> proof.verify(tiles(other.tamper(tile))), "%s of the fork", tile);
      other.stopTampering();
    }
  }

  @Test
  void smallerTreeThatIsNotPrefixIsSplitView() {
    FakeLog other = LOG.fork(100).grow(200);
    TileConsistencyProof proof =
        new TileConsistencyProof(other.head(), LOG.head(515), Failure.SPLIT_VIEW);
    assertThatThrownBy(() -> proof.verify(tiles(LOG)))
        .isInstanceOfSatisfying(
            ContradictionException.class,
            contradiction -> {
              assertThat(contradiction.failure()).isEqualTo(Failure.SPLIT_VIEW);
              assertThat(contradiction.known()).isEqualTo(LOG.head(515));
              assertThat(contradiction.shown()).isEqualTo(other.head());
              assertThat(contradiction)
                  .hasMessageContaining(
                      "the known head has size 515 and root " + LOG.head(515).root())
                  .hasMessageContaining("the log shows size 300 and root " + other.head().root());
            });
  }

  @Test
  void rejectsHeadsInWrongOrder() {
    assertThatThrownBy(() -> new TileConsistencyProof(LOG.head(2), LOG.head(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void growthFromFullTilesNeedsNoLowerTiles() {
    assertThat(proof(512, 70_000).requiredTiles())
        .extracting(Tile::path)
        .containsExactly("tile/2/000.p/1", "tile/1/001.p/17", "tile/0/273.p/112", "tile/1/000");
    assertThat(proof(513, 70_000).requiredTiles()).contains(Tile.full(0, 2)).hasSize(5);
  }

  @Test
  void needsAtMostTwoTilesPerLevel() {
    for (long larger = Long.MAX_VALUE; larger > 1; larger = larger / 3) {
      for (long smaller = larger - 1; smaller > 0; smaller = smaller / 7 * 2) {
        UniformTree tree = new UniformTree(larger);
        TileConsistencyProof proof =
            new TileConsistencyProof(
                new TreeHead(smaller, tree.mth(smaller)), new TreeHead(larger, tree.mth(larger)));
        assertThat(proof.verify(tree).tiles()).hasSize(proof.requiredTiles().size());
        assertAtMostTwoTilesPerLevel(proof);
      }
    }
  }

  private static void assertVerified(long smaller, long larger) {
    TileConsistencyProof proof = proof(smaller, larger);
    RecordingTileSource source = new RecordingTileSource(LOG);
    VerifiedTiles proved = proof.verify(source);

    assertThat(proved.head()).isEqualTo(LOG.head(larger));
    assertThat(source.reads())
        .as("%d to %d", smaller, larger)
        .containsExactlyElementsOf(proof.requiredTiles());
    assertThat(proved.tiles().keySet()).containsExactlyInAnyOrderElementsOf(proof.requiredTiles());
    proved
        .tiles()
        .forEach(
            (tile, hashes) -> assertThat(hashes.bytes()).as(tile.path()).isEqualTo(LOG.tile(tile)));
    assertThat(proof.requiredTiles()).containsAll(new TreeShape(larger).rightEdge().toList());
    assertAtMostTwoTilesPerLevel(proof);
  }

  private static void assertAtMostTwoTilesPerLevel(TileConsistencyProof proof) {
    assertThat(IntStream.range(0, 64))
        .allSatisfy(level ->
            assertThat(proof.requiredTiles().stream().filter(tile -> tile.level() == level).count())
                .as("tiles of level %d for %s", level, proof)
                .isLessThanOrEqualTo(2));
  }

  private static void assertBadTile(ThrowingCallable check, String forgery, Object... of) {
    assertThatThrownBy(check)
        .as(forgery, of)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.BAD_TILE));
  }

  private static void assertInconsistent(ThrowingCallable check, TileConsistencyProof proof) {
    assertThatThrownBy(check)
        .as("%s", proof)
        .isInstanceOfSatisfying(
            ContradictionException.class,
            contradiction -> {
              assertThat(contradiction.failure()).isEqualTo(Failure.INCONSISTENT);
              assertThat(contradiction.known()).isEqualTo(proof.smaller());
              assertThat(contradiction.shown()).isEqualTo(proof.larger());
            });
  }

  private static TileConsistencyProof proof(long smaller, long larger) {
    return new TileConsistencyProof(LOG.head(smaller), LOG.head(larger));
  }

  private static TileSource tiles(FakeLog log) {
    return new RecordingTileSource(log);
  }

  /** The log's tiles, one of them with other bytes. */
  private static TileSource with(Tile forged, byte[] bytes) {
    Map<Tile, byte[]> others = new HashMap<>(Map.of(forged, bytes));
    return tile -> TileHashes.read(tile, others.getOrDefault(tile, LOG.tile(tile)));
  }

  private static FakeLog log() {
    FakeLog log = FakeLog.named("growth.example").grow(70_000);
    LongStream.concat(LongStream.rangeClosed(1, SMALL), LongStream.of(EDGES))
        .forEach(log::checkpoint);
    return log;
  }
}
