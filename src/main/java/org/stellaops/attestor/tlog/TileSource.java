package org.stellaops.attestor.tlog;

/**
 * A source of tiles for computing roots and proofs. Its hashes are not trusted: the caller compares
 * the computed root with a signed one.
 */
@FunctionalInterface
public interface TileSource {
  /**
   * The hashes of a tile.
   *
   * @param tile a tile with the required width; the result has at least that many hashes
   */
  TileHashes read(Tile tile);
}
