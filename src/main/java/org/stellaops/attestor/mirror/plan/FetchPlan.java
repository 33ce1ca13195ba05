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
 * What is to be brought so that a mirror that covers some entries covers more of a proved tree. The
 * order is parents before children, so that every file is checked against one that is there.
 *
 * @param backend the log
 * @param rightEdge the proved right edge of the tree to reach
 * @param covered entries from the left that are there already
 * @param budget the most entry bundles or level-0 tiles to bring, at least 1
 */
public record FetchPlan(Backend backend, VerifiedTiles rightEdge, long covered, long budget) {

  /** The partial tiles at the right edge, which the proof has brought along. */
  public List<VerifiedFile> rightEdgeFiles() {
    return targetShape()
        .rightEdge()
        .map(tile -> new VerifiedFile(tile, rightEdge.read(tile).bytes()))
        .toList();
  }

  /**
   * The full tiles above level 1 that the units stand under and that are new, from the top level
   * down. A tile is named only when it is asked for, and never by asking whether there is another.
   *
   * @param tiles where a parent can be read by the time its child is asked for
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
   * The units of work, from the left, as far as the budget goes.
   *
   * @param tiles where the tiles of level 2 and the right edge can be read
   */
  public Iterator<WorkUnit> units(TileSource tiles) {
    return Stream.iterate(start(), from -> from < end(), this::unitEnd)
        .map(from -> unit(from, unitEnd(from), tiles))
        .iterator();
  }

  /** How far the mirror covers the tree when all units are done. */
  public long end() {
    long bundles = start() / Resource.FULL + budget;
    return bundles >= targetShape().tiles(0) ? targetShape().size() : bundles * Resource.FULL;
  }

  /** Number of entry bundles or level-0 tiles that the units will bring at the most. */
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

  /** What the hashes of a tile must hash to: its parent says so, or the proved edge has them. */
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

  /** Where the unit ends that begins here; the first one begins where the covered bundles end. */
  private long unitEnd(long from) {
    long whole = WorkUnit.MAX_ENTRIES - from % WorkUnit.MAX_ENTRIES;
    return end() - from > whole ? from + whole : end();
  }

  private TreeShape targetShape() {
    return new TreeShape(rightEdge.head().size());
  }
}
