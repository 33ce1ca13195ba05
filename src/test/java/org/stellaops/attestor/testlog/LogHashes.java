package org.stellaops.attestor.testlog;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * All tiles of a log that grows, in memory: 32 bytes for each entry and a 255th part more. A
 * million entries of any length take 32 MB. Not for many threads at once.
 */
final class LogHashes implements TileSource {
  private final List<Level> levels = new ArrayList<>();

  /** The next leaf of the log. */
  void append(Hash leaf) {
    append(0, leaf);
  }

  private void append(int level, Hash hash) {
    if (level == levels.size()) {
      levels.add(new Level());
    }
    Level row = levels.get(level);
    row.rightEdge.add(hash);
    if (row.rightEdge.size() == Resource.FULL) {
      TileHashes tile = TileHashes.of(row.rightEdge);
      row.full.add(tile);
      row.rightEdge.clear();
      append(level + 1, tile.root());
    }
  }

  /** The hashes of a tile, exactly as many as it is wide. */
  @Override
  public TileHashes read(Tile tile) {
    Level row = levels.get(tile.level());
    return tile.index() < row.full.size()
        ? row.full.get((int) tile.index()).first(tile.width())
        : TileHashes.of(row.rightEdge.subList(0, tile.width()));
  }

  /** A copy of the first {@code size} leaves, which grows on its own. */
  LogHashes first(long size) {
    TreeShape shape = new TreeShape(size);
    LogHashes copy = new LogHashes();
    for (int level = 0; level < shape.levels(); level++) {
      int fullTiles = (int) shape.fullTiles(level);
      Level row = new Level();
      row.full.addAll(levels.get(level).full.subList(0, fullTiles));
      int width = shape.rightEdgeWidth(level);
      if (width > 0) {
        TileHashes rightEdge = read(new Tile(level, fullTiles, width));
        for (int i = 0; i < width; i++) {
          row.rightEdge.add(rightEdge.get(i));
        }
      }
      copy.levels.add(row);
    }
    return copy;
  }

  private static final class Level {
    private final List<TileHashes> full = new ArrayList<>();
    private final List<Hash> rightEdge = new ArrayList<>(Resource.FULL);
  }
}
