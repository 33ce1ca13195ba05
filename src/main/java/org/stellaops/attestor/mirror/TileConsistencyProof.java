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
 * What must be shown so that one tree is a prefix of another: the larger tree's own tiles hash to
 * its root, and their first hashes to the smaller tree's root. Needs two tiles for each level at
 * the most. With equal heads it only authenticates the right edge.
 *
 * @param smaller the head that must be a prefix
 * @param larger the head that the tiles belong to
 * @param failureKind what it is called if the smaller tree is no prefix: {@code inconsistent} where
 *     the log grew from it, {@code split_view} where we hold more than the log shows
 */
public record TileConsistencyProof(TreeHead smaller, TreeHead larger, Failure failureKind) {
  /** Refuses heads in the wrong order. */
  public TileConsistencyProof {
    if (smaller.size() > larger.size()) {
      throw new IllegalArgumentException("bad math: a prefix is not larger than its tree");
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
   * Checks tiles from anywhere.
   *
   * @param source gives every tile of {@link #requiredTiles()} with exactly its width
   * @return the same tiles, now proved to belong to the larger tree
   * @throws AttestorException with {@code bad_tile} if the tiles are not the larger tree's
   * @throws ContradictionException if they are, and the smaller tree is no prefix of it
   */
  public VerifiedTiles verify(TileSource source) {
    VerifiedTiles verified = new VerifiedTiles(larger, verifyAgainstRoot(source));
    if (!new TreeHashes(verified).root(smaller.size()).equals(smaller.root())) {
      throw new ContradictionException(failureKind, known(), shown(), verified.tiles());
    }
    return verified;
  }

  /** What is to be raised if a proof of the larger tree shows another beginning. */
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
          "a cache between us and the log may mix old and new files; try again later");
    }
    // every further tile is compared with its parent, which an earlier step has proved
    for (Tile tile : requiredTiles()) {
      if (!verified.containsKey(tile)) {
        TileHashes hashes = readExact(tile, source);
        TileHashes parent = known(verified, shape().wholeTile(tile.parent()));
        if (!hashes.root().equals(parent.get(tile.positionInParent()))) {
          throw new AttestorException(
              Failure.BAD_TILE,
              tile + " is not the tile that its parent commits to",
              "a cache between us and the log may be damaged; try again later");
        }
        verified.put(tile, hashes);
      }
    }
    return verified;
  }

  private static TileHashes known(Map<Tile, TileHashes> verified, Tile tile) {
    return Optional.ofNullable(verified.get(tile))
        .orElseThrow(() -> new IllegalStateException("bad math: " + tile + " is not checked yet"));
  }

  /** Hashes beyond the tile's width are bound to nothing, so they are dropped before any check. */
  private static TileHashes readExact(Tile tile, TileSource source) {
    return source.read(tile).first(tile.width());
  }

  /** Below the last level at which the smaller tree has a partial tile, its root reads nothing. */
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
