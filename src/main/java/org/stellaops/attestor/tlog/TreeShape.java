package org.stellaops.attestor.tlog;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The tiles and entry bundles of a tree of this size. At level {@code l} there are {@code size >>
 * 8l} hashes: as many full tiles as they fill, and one partial tile for the rest, if any.
 *
 * @param size number of entries, 0 to 2^63-1
 */
public record TreeShape(long size) {
  private static final int BITS = 8;

  /** Rejects a negative size. */
  public TreeShape {
    if (size < 0) {
      throw new MalformedException("a tree size must not be negative");
    }
  }

  /** Number of levels that have hashes: 0 for an empty tree, 1 to 8 otherwise. */
  public int levels() {
    return (Long.SIZE - Long.numberOfLeadingZeros(size) + BITS - 1) / BITS;
  }

  /** Number of hashes at a level. */
  public long hashes(int level) {
    return level < levels() ? size >> level * BITS : 0;
  }

  /** Number of tiles at a level that are full. */
  public long fullTiles(int level) {
    return hashes(level) / Resource.FULL;
  }

  /** Number of tiles at a level, full and partial; at level 0 also that of entry bundles. */
  public long tiles(int level) {
    return fullTiles(level) + (rightEdgeWidth(level) > 0 ? 1 : 0);
  }

  /** Number of tiles at all levels. */
  public long tiles() {
    return IntStream.range(0, levels()).mapToLong(this::tiles).sum();
  }

  /** Width of the partial tile at a level, 0 if there is none. */
  public int rightEdgeWidth(int level) {
    return (int) (hashes(level) % Resource.FULL);
  }

  /** The number of hashes of tile {@code (level, index)} in this tree, 0 to 256. */
  public int width(int level, long index) {
    long full = fullTiles(level);
    if (index < 0 || index > full) {
      return 0;
    }
    return index < full ? Resource.FULL : rightEdgeWidth(level);
  }

  /** The number of items of a tile or entry bundle in this tree, 0 to 256. */
  public int width(Resource resource) {
    return width(resource.level(), resource.index());
  }

  /**
   * The tile with the same level and index and its width in this tree.
   *
   * @throws MalformedException if the tree has no such tile
   */
  public Tile wholeTile(Tile tile) {
    return tile.withWidth(width(tile));
  }

  /** Whether this tree has the tile or entry bundle with at least its width. */
  public boolean covers(Resource resource) {
    return resource.width() <= width(resource);
  }

  /** The partial tiles, from the top level down. They are sufficient to compute the root. */
  public Stream<Tile> rightEdge() {
    return IntStream.iterate(levels() - 1, level -> level >= 0, level -> level - 1)
        .filter(level -> rightEdgeWidth(level) > 0)
        .mapToObj(level -> new Tile(level, fullTiles(level), rightEdgeWidth(level)));
  }

  /** The partial entry bundle and the partial tiles, which the next growth supersedes. */
  public Stream<Resource> partials() {
    Stream<Resource> bundle =
        rightEdgeWidth(0) > 0
            ? Stream.of(new EntryBundle(fullTiles(0), rightEdgeWidth(0)))
            : Stream.empty();
    return Stream.concat(bundle, rightEdge());
  }
}
