package org.stellaops.attestor.mirror.audit;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;

/**
 * The right edge of a tree and its full tiles above level 1, checked from the root down. There is
 * one such tile for each 16,777,216 entries, so all of them are kept in memory.
 */
final class UpperTileCheck {
  private final AuditScope scope;
  private final TileCrossCheck crossCheck;
  private final TileCrossCheck.ChildHashSource children;
  private final Map<Tile, TileHashes> resolved = new HashMap<>();
  private boolean verified = true;

  /** Checks the right edge. */
  UpperTileCheck(
      AuditReader files,
      AuditScope scope,
      boolean hasEntries,
      Collection<DamagedRange> damagedRanges) {
    this.scope = scope;
    this.crossCheck = new TileCrossCheck(files, damagedRanges);
    this.children = crossCheck.childFiles(hasEntries);
    resolveRightEdge();
  }

  /** Checks the full tiles above the range. */
  UpperTileCheck checkFullTiles() {
    for (int level = scope.shape().levels() - 1; level >= 2; level--) {
      resolveFullTiles(level);
    }
    return this;
  }

  /**
   * Whether the right edge hashes to the signed root, as read or as computed from the files below.
   */
  boolean isVerified() {
    return verified;
  }

  /** The hashes of a tile with its whole width in this tree. */
  TileHashes hashesOf(Tile tile) {
    TileHashes hashes = resolved.get(tile);
    if (hashes == null) {
      throw new IllegalStateException(tile + " is not checked yet");
    }
    return hashes;
  }

  /** The verified right edge. */
  VerifiedTiles verifiedRightEdge() {
    Map<Tile, TileHashes> rightEdge = new HashMap<>();
    scope.shape().rightEdge().forEach(tile -> rightEdge.put(tile, hashesOf(tile)));
    return new VerifiedTiles(scope.head(), rightEdge);
  }

  private void resolveRightEdge() {
    List<Tile> rightEdge = scope.shape().rightEdge().toList();
    if (rightEdge.isEmpty()) {
      return;
    }
    addResolved(
        rightEdge,
        crossCheck.resolve(
            rightEdge,
            hashes ->
                new TreeHashes(tile -> hashes.get(rightEdge.indexOf(scope.shape().wholeTile(tile))))
                    .root(scope.head().size()),
            scope.head().root(),
            children));
  }

  private void resolveFullTiles(int level) {
    long span = 1L << 8 * (level + 1);
    long end = Math.min((scope.to() + span - 1) / span, scope.shape().fullTiles(level));
    LongStream.range(scope.from() / span, end)
        .mapToObj(index -> Tile.full(level, index))
        .forEach(tile ->
            addResolved(
                List.of(tile),
                crossCheck.resolve(
                    tile,
                    hashesOf(scope.shape().wholeTile(tile.parent())).get(tile.positionInParent()),
                    children)));
  }

  private void addResolved(List<Tile> tiles, ResolvedTiles result) {
    for (int i = 0; i < tiles.size(); i++) {
      resolved.put(tiles.get(i), result.hashes().get(i));
    }
    verified &= result.verified();
  }
}
