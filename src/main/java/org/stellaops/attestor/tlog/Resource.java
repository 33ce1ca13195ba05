package org.stellaops.attestor.tlog;

/**
 * An addressable file of a tiled log besides its checkpoint: a {@link Tile} or an {@link
 * EntryBundle}. It holds up to 256 items; with fewer it is partial and says so in its path.
 */
public sealed interface Resource permits Tile, EntryBundle {
  /** How many items a full resource holds. */
  int FULL = 256;

  /** Position among the resources of its kind and level, 0 to 2^55-1. */
  long index();

  /** Number of items, 1 to 256. */
  int width();

  /** The same place with all its items. */
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
