package org.stellaops.attestor.mirror;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * A consistency proof from tiles: the larger tree's tiles must hash to its root, and their first
 * hashes to the smaller tree's root. It needs at most two tiles for each level. With equal heads it
 * only authenticates the right edge.
 *
 * @param smaller the head that must be a prefix
 * @param larger the head that the tiles belong to
 * @param failureKind the failure if the smaller tree is not a prefix: {@code inconsistent} if the
 *     log has grown, {@code split_view} if the log shows less than is stored
 */
public record TileConsistencyProof(TreeHead smaller, TreeHead larger, Failure failureKind) {
  /** Rejects heads in the wrong order. */
  public TileConsistencyProof {
    if (smaller.size() > larger.size()) {
      throw new IllegalArgumentException("the smaller head has more entries than the larger one");
    }
  }

  /** The proof that a log grew from one head to another. */
  public TileConsistencyProof(TreeHead smaller, TreeHead larger) {
    this(smaller, larger, Failure.INCONSISTENT);
  }

  /**
   * The tiles that the proof reads: the larger tree's right edge, then from the top down the tiles
   * on the path to where the smaller tree ends.
   */
  public List<Tile> requiredTiles() {
    Set<Tile> tiles = new LinkedHashSet<>(shape().rightEdge().toList());
    if (smaller.size() > 0 && smaller.size() < larger.size()) {
      pathTiles().forEach(tiles::add);
    }
    return List.copyOf(tiles);
  }

  /**
   * Verifies tiles from an untrusted source.
   *
   * @param source returns every tile of {@link #requiredTiles()}, with at least its width
   * @return the same tiles, now proved to belong to the larger tree
   * @throws AttestorException with {@code bad_tile} if the tiles do not belong to the larger tree
   * @throws ContradictionException if they do, and the smaller tree is not a prefix of it
   */
  public VerifiedTiles verify(TileSource source) {
    VerifiedTiles verified = new VerifiedTiles(larger, verifyAgainstRoot(source));
    if (!new TreeHashes(verified).root(smaller.size()).equals(smaller.root())) {
      throw new ContradictionException(failureKind, known(), shown(), verified.tiles());
    }
    return verified;
  }

  /**
   * The exception for a consistency proof of the larger tree which shows that the smaller one is
   * not a prefix of it.
   */
  public ContradictionException contradiction(ConsistencyProof proof) {
    return new ContradictionException(failureKind, known(), shown(), proof);
  }

  private TreeHead known() {
    return failureKind == Failure.SPLIT_VIEW ? larger : smaller;
  }

  private TreeHead shown() {
    return failureKind == Failure.SPLIT_VIEW ? smaller : larger;
  }

  private Map<Tile, TileHashes> verifyAgainstRoot(TileSource source) {
    Map<Tile, TileHashes> verified = new HashMap<>();
    shape().rightEdge().forEach(tile -> verified.put(tile, readExact(tile, source)));
    TileSource rightEdgeOnly = tile -> known(verified, shape().wholeTile(tile));
    if (!new TreeHashes(rightEdgeOnly).root(larger.size()).equals(larger.root())) {
      throw new AttestorException(
          Failure.BAD_TILE,
          "the tiles at the right edge do not hash to the root that the log signed for size "
              + larger.size(),
          "a cache in front of the log may mix old and new files; try again later");
    }
    // each further tile is compared with its parent, which an earlier iteration has verified
    for (Tile tile : requiredTiles()) {
      if (!verified.containsKey(tile)) {
        TileHashes hashes = readExact(tile, source);
        TileHashes parent = known(verified, shape().wholeTile(tile.parent()));
        if (!hashes.root().equals(parent.get(tile.positionInParent()))) {
          throw new AttestorException(
              Failure.BAD_TILE,
              tile + " does not match the hash in its parent tile",
              "a cache in front of the log may be damaged; try again later");
        }
        verified.put(tile, hashes);
      }
    }
    return verified;
  }

  private static TileHashes known(Map<Tile, TileHashes> verified, Tile tile) {
    return Optional.ofNullable(verified.get(tile))
        .orElseThrow(() -> new IllegalStateException(tile + " is not verified yet"));
  }

  /** Hashes beyond the tile's width are not covered by the root, so they are dropped first. */
  private static TileHashes readExact(Tile tile, TileSource source) {
    return source.read(tile).first(tile.width());
  }

  /**
   * The root of the smaller tree reads no tile below the last level at which it has a partial one.
   */
  private Stream<Tile> pathTiles() {
    int lowestLevel = Long.numberOfTrailingZeros(smaller.size()) / Byte.SIZE;
    return IntStream.iterate(
            shape().levels() - 1, level -> level >= lowestLevel, level -> level - 1)
        .mapToObj(this::pathTile)
        .flatMap(Optional::stream);
  }

  /** The tile at this level that holds, or would hold, the next hash of the smaller tree. */
  private Optional<Tile> pathTile(int level) {
    long index = new TreeShape(smaller.size()).hashes(level) / Resource.FULL;
    int width = shape().width(level, index);
    return width == 0 ? Optional.empty() : Optional.of(new Tile(level, index, width));
  }

  private TreeShape shape() {
    return new TreeShape(larger.size());
  }
}
