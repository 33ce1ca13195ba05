package org.stellaops.attestor.tlog;

/**
 * Where a tile is. {@code new Tile(0, 1234067, 8)} is at {@code tile/0/x001/x234/067.p/8}.
 *
 * @param level 0 to 63; level 0 holds leaf hashes. Sizes below 2^63 never need one above 7
 * @param index position in its level, 0 to 2^55-1
 * @param width number of hashes, 1 to 256
 */
public record Tile(int level, long index, int width) implements Resource {
  /** Refuses coordinates outside their ranges. */
  public Tile {
    if (level < 0 || level > 63) {
      throw new MalformedException("a tile has a level from 0 to 63, not " + level);
    }
    ResourcePath.requireRange(index, width);
  }

  /** The full tile at this level and index. */
  public static Tile full(int level, long index) {
    return new Tile(level, index, FULL);
  }

  @Override
  public Tile full() {
    return full(level, index);
  }

  /** The tile that holds this full tile's root, as far as it must reach for that. */
  public Tile parent() {
    return new Tile(level + 1, index / FULL, positionInParent() + 1);
  }

  /** Which hash of the parent is this tile's root: 0 to 255. */
  public int positionInParent() {
    return (int) (index % FULL);
  }

  /** The size of the content: 32 bytes for each hash. */
  public int byteCount() {
    return width * Hash.BYTES;
  }

  @Override
  public String toString() {
    return path();
  }
}
