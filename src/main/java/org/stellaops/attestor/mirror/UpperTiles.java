package org.stellaops.attestor.mirror;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;

/**
 * The right edge of a tree and its full tiles above level 1, settled from the root down. There is
 * one of them for each 16,777,216 entries, so they are kept.
 */
final class UpperTiles {
  private final AuditScope scope;
  private final TileCourt court;
  private final TileCourt.Below below;
  private final Map<Tile, TileHashes> settled = new HashMap<>();
  private boolean proved = true;

  private UpperTiles(AuditScope scope, TileCourt court, boolean entries) {
    this.scope = scope;
    this.court = court;
    this.below = court.filesBelow(entries);
  }

  /** The edge alone. */
  static UpperTiles edge(
      AuditedFiles files, AuditScope scope, boolean entries, Collection<Damage> damages) {
    UpperTiles upper = new UpperTiles(scope, new TileCourt(files, damages), entries);
    upper.settleEdge();
    return upper;
  }

  /** The edge, and what of the full tiles lies above the range. */
  static UpperTiles settle(
      AuditedFiles files, AuditScope scope, boolean entries, Collection<Damage> damages) {
    UpperTiles upper = edge(files, scope, entries, damages);
    for (int level = scope.shape().levels() - 1; level >= 2; level--) {
      upper.settleFullTiles(level);
    }
    return upper;
  }

  /** Whether all of it hashes to the signed root, or could be computed so that it does. */
  boolean proved() {
    return proved;
  }

  /** The hashes of a tile with all its width in this tree. */
  TileHashes at(Tile tile) {
    TileHashes hashes = settled.get(tile);
    if (hashes == null) {
      throw new IllegalStateException("bad math: " + tile + " is not settled yet");
    }
    return hashes;
  }

  /** The partial tiles as they are proved. */
  ProvedTiles provedEdge() {
    Map<Tile, TileHashes> edge = new HashMap<>();
    scope.shape().rightEdge().forEach(tile -> edge.put(tile, at(tile)));
    return new ProvedTiles(scope.head(), edge);
  }

  private void settleEdge() {
    List<Tile> edge = scope.shape().rightEdge().toList();
    if (edge.isEmpty()) {
      return;
    }
    keep(
        edge,
        court.settle(
            edge,
            hashes ->
                new TreeHashes(tile -> hashes.get(edge.indexOf(scope.shape().wholeTile(tile))))
                    .root(scope.head().size()),
            scope.head().root(),
            below));
  }

  private void settleFullTiles(int level) {
    long span = 1L << 8 * (level + 1);
    long end = Math.min((scope.to() + span - 1) / span, scope.shape().fullTiles(level));
    LongStream.range(scope.from() / span, end)
        .mapToObj(index -> Tile.full(level, index))
        .forEach(tile ->
            keep(
                List.of(tile),
                court.settle(
                    tile,
                    at(scope.shape().wholeTile(tile.parent())).get(tile.positionInParent()),
                    below)));
  }

  private void keep(List<Tile> tiles, Settled held) {
    for (int i = 0; i < tiles.size(); i++) {
      settled.put(tiles.get(i), held.hashes().get(i));
    }
    proved &= held.proved();
  }
}
