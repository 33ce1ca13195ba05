package org.stellaops.attestor.testlog;

import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.stellaops.attestor.tlog.Entries;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHashes;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Writes the tiles and bundles of a tree of any size, on all cores, with only the path to the tile
 * in work in memory. A tile is written after everything below it, so one that is there already
 * stands for its whole subtree.
 */
final class TreeWriter {
  private final TreeFiles files;
  private final LongFunction<byte[]> entries;

  TreeWriter(TreeFiles files, LongFunction<byte[]> entries) {
    this.files = files;
    this.entries = entries;
  }

  /** Writes what is missing of the tree of the first {@code size} entries and tells its root. */
  TreeHead write(long size) {
    TreeShape shape = new TreeShape(size);
    // every full tile has its root in one tile above it, and at last in one of the right edge
    shape.rightEdge().forEach(this::write);
    TreeHashes tree =
        new TreeHashes(tile -> {
          int width = shape.width(tile.level(), tile.index());
          return hashes(new Tile(tile.level(), tile.index(), width));
        });
    return new TreeHead(size, tree.root(size));
  }

  private Hash write(Tile tile) {
    return hashes(tile).root();
  }

  private TileHashes hashes(Tile tile) {
    return files
        .get(tile.path())
        .map(bytes -> TileHashes.read(tile, bytes))
        .orElseGet(() -> build(tile));
  }

  private TileHashes build(Tile tile) {
    TileHashes hashes = tile.level() == 0 ? leaves(tile) : roots(tile);
    files.put(tile.path(), hashes.bytes());
    return hashes;
  }

  private TileHashes leaves(Tile tile) {
    EntryBundle bundle = new EntryBundle(tile.index(), tile.width());
    Entries content = Entries.of(childIndexes(tile).mapToObj(entries).toList());
    files.put(bundle.path(), content.bytes());
    return content.leafHashes();
  }

  private TileHashes roots(Tile tile) {
    return TileHashes.of(
        childIndexes(tile)
            .parallel()
            .mapToObj(index -> write(Tile.full(tile.level() - 1, index)))
            .toList());
  }

  private static LongStream childIndexes(Tile tile) {
    long first = tile.index() * Resource.FULL;
    return LongStream.range(first, first + tile.width());
  }
}
