package org.stellaops.attestor.mirror.plan;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The files to fetch so that a mirror covers more of a verified tree. Parents come before their
 * children, so that every file is verified against one that is on disk.
 *
 * @param backend the log
 * @param rightEdge the verified right edge of the tree
 * @param covered number of entries from the left that are on disk already
 * @param budget the maximum number of entry bundles or level-0 tiles to fetch, at least 1
 */
public record FetchPlan(Backend backend, VerifiedTiles rightEdge, long covered, long budget) {

  /** The partial tiles at the right edge, which were fetched for the consistency proof. */
  public List<VerifiedFile> rightEdgeFiles() {
    return targetShape()
        .rightEdge()
        .map(tile -> new VerifiedFile(tile, rightEdge.read(tile).bytes()))
        .toList();
  }

  /**
   * The new full tiles above level 1 over the units, from the top level down. A parent is read by
   * {@code next()}, never by {@code hasNext()}.
   *
   * @param tiles has the parent of a tile by the time that {@code next()} returns the tile
   */
  public Iterator<ExpectedResource> upperTiles(TileSource tiles) {
    Iterator<Tile> tilesToFetch =
        IntStream.iterate(targetShape().levels() - 1, level -> level > 1, level -> level - 1)
            .mapToObj(this::fullTilesOverUnits)
            .reduce(Stream.empty(), Stream::concat)
            .iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return tilesToFetch.hasNext();
      }

      @Override
      public ExpectedResource next() {
        Tile tile = tilesToFetch.next();
        return new ExpectedResource(backend.id(), tile, expectedHash(tile, tiles));
      }
    };
  }

  /**
   * The units of work within the budget, from the left.
   *
   * @param tiles has the tiles of level 2 and the right edge
   */
  public Iterator<WorkUnit> units(TileSource tiles) {
    return Stream.iterate(start(), from -> from < end(), this::unitEnd)
        .map(from -> unit(from, unitEnd(from), tiles))
        .iterator();
  }

  /** The covered size after all units. */
  public long end() {
    long bundles = start() / Resource.FULL + budget;
    return bundles >= targetShape().tiles(0) ? targetShape().size() : bundles * Resource.FULL;
  }

  /** The maximum number of entry bundles or level-0 tiles that the units fetch. */
  public long fetchCount() {
    return new TreeShape(end()).tiles(0) - start() / Resource.FULL;
  }

  private long start() {
    return covered / Resource.FULL * Resource.FULL;
  }

  private WorkUnit unit(long from, long to, TileSource tiles) {
    long index = from / WorkUnit.MAX_ENTRIES;
    int parentWidth = targetShape().width(1, index);
    String parentRoot =
        parentWidth == 0 ? "" : expectedHash(new Tile(1, index, parentWidth), tiles).hex();
    boolean reachesRightEdge = to % Resource.FULL != 0;
    String rightEdgeRoot = reachesRightEdge ? rightEdge.read(rightEdgeLeafTile()).root().hex() : "";
    return new WorkUnit(backend.id(), from, to, parentWidth, parentRoot, rightEdgeRoot);
  }

  /** The root over a tile's hashes, from its parent or from the right edge. */
  private Hash expectedHash(Tile tile, TileSource tiles) {
    if (tile.isPartial()) {
      return rightEdge.read(tile).root();
    }
    TileHashes parent = tiles.read(targetShape().wholeTile(tile.parent()));
    return parent.get(tile.positionInParent());
  }

  private Tile rightEdgeLeafTile() {
    return new Tile(0, targetShape().fullTiles(0), targetShape().rightEdgeWidth(0));
  }

  private Stream<Tile> fullTilesOverUnits(int level) {
    long entriesUnderHash = 1L << Byte.SIZE * level;
    long overUnits = (end() - 1) / entriesUnderHash / Resource.FULL + 1;
    long first = new TreeShape(covered).fullTiles(level);
    return LongStream.range(first, Math.min(overUnits, targetShape().fullTiles(level)))
        .mapToObj(index -> Tile.full(level, index));
  }

  /**
   * The end of the unit that starts here; the first one starts at the end of the covered bundles.
   */
  private long unitEnd(long from) {
    long whole = WorkUnit.MAX_ENTRIES - from % WorkUnit.MAX_ENTRIES;
    return end() - from > whole ? from + whole : end();
  }

  private TreeShape targetShape() {
    return new TreeShape(rightEdge.head().size());
  }
}
