package org.stellaops.attestor.tlog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tiles of a {@link ReferenceTree} cut off at a size, straight from the definition: at each
 * place the one tile that exists at that size, full or partial. A read of anything else fails the
 * test. Remembers what was read.
 */
final class ReferenceTiles implements TileSource {
  private final ReferenceTree tree;
  private final int size;
  private final Map<Tile, TileHashes> computed = new HashMap<>();
  private final List<Tile> reads = new ArrayList<>();

  ReferenceTiles(ReferenceTree tree, int size) {
    this.tree = tree;
    this.size = size;
  }

  @Override
  public TileHashes read(Tile tile) {
    reads.add(tile);
    TileHashes there = computed.computeIfAbsent(tile.full(), this::compute);
    if (tile.width() > there.width()) {
      throw new AssertionError("no " + tile + " in a tree of " + size);
    }
    return there;
  }

  /** What was read since the last call, in order. */
  List<Tile> takeReads() {
    List<Tile> taken = List.copyOf(reads);
    reads.clear();
    return taken;
  }

  /**
   * Hash i is the root of the complete subtree of 256^level leaves at (256·index + i)·256^level.
   */
  private TileHashes compute(Tile tile) {
    long leaves = 1;
    for (int level = 0; level < tile.level() && leaves <= size; level++) {
      leaves *= 256;
    }
    List<Hash> hashes = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      long start = (256 * tile.index() + i) * leaves;
      if (start + leaves <= size) {
        hashes.add(tree.mth((int) start, (int) (start + leaves)));
      }
    }
    if (hashes.isEmpty()) {
      throw new AssertionError("no " + tile + " in a tree of " + size);
    }
    return TileHashes.of(hashes);
  }
}
