package org.stellaops.attestor.tlog;

/**
 * The coordinates of a tile. {@code new Tile(0, 1234067, 8)} is at {@code
 * tile/0/x001/x234/067.p/8}.
 *
 * @param level 0 to 63; level 0 has the leaf hashes, and sizes below 2^63 need none above 7
 * @param index position in its level, 0 to 2^55-1
 * @param width number of hashes, 1 to 256
 */
public record Tile(int level, long index, int width) implements Resource {
  /** Rejects coordinates outside their ranges. */
  public Tile {
    if (level < 0 || level > 63) {
      throw new MalformedException("a tile level must be from 0 to 63, not " + level);
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

  @Override
  public Tile withWidth(int items) {
    return new Tile(level, index, items);
  }

  /** The parent tile, with the smallest width that includes this full tile's root. */
  public Tile parent() {
    return new Tile(level + 1, index / FULL, positionInParent() + 1);
  }

  /** The position of this tile's root in the parent, 0 to 255. */
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
