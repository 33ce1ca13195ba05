package org.stellaops.attestor.tlog;

/**
 * The coordinates of a file of a tiled log: a {@link Tile} or an {@link EntryBundle}. It has up to
 * 256 items; with fewer it is partial, and its path ends in {@code .p/WIDTH}.
 */
public sealed interface Resource permits Tile, EntryBundle {
  /** The number of items of a full resource. */
  int FULL = 256;

  /** Position among the resources of its kind and level, 0 to 2^55-1. */
  long index();

  /** Number of items, 1 to 256. */
  int width();

  /** The level of a tile; 0 for an entry bundle, like the tile with its leaf hashes. */
  int level();

  /** The same resource with another number of items, 1 to 256. */
  Resource withWidth(int width);

  /** The full resource with the same index. */
  Resource full();

  /** The path below the log's prefix, as {@code tile/0/x001/x234/067.p/8}. */
  default String path() {
    return ResourcePath.format(this);
  }

  /** Whether items are missing on the right. */
  default boolean isPartial() {
    return width() < FULL;
  }

  /** The inverse of {@link #path()}. */
  static Resource parse(String path) {
    return ResourcePath.parse(path);
  }
}
