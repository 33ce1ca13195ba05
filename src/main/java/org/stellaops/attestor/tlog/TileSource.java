package org.stellaops.attestor.tlog;

/**
 * Where roots and proofs read hashes from. What it gives is not yet trusted: whoever computes a
 * root over it compares that root with one that a log has signed.
 */
@FunctionalInterface
public interface TileSource {
  /**
   * The hashes of a tile.
   *
   * @param tile a tile, as wide as the reader needs; more hashes may come back, fewer never
   */
  TileHashes read(Tile tile);
}
