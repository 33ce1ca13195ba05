package org.stellaops.attestor.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A tree in which all entries are equal, so that its subtrees of the same size have the same root
 * and sizes up to 2^63-1 can be computed: for the arithmetic at the far end of the numbers.
 */
public final class UniformTree implements TileSource {
  private final long size;
  private final List<Hash> complete = new ArrayList<>();
  private final List<Tile> reads = new ArrayList<>();

  /** A tree of this size, 0 to 2^63-1. */
  public UniformTree(long size) {
    this.size = size;
    complete.add(Rfc6962.leaf(new byte[] {'x'}));
    for (int height = 1; height < Long.SIZE; height++) {
      complete.add(Rfc6962.node(complete.get(height - 1), complete.get(height - 1)));
    }
  }

  public Hash leaf() {
    return complete.get(0);
  }

  /** MTH over any {@code n} neighbours, 1 to 2^63-1. */
  public Hash mth(long n) {
    for (int height = 0; height < complete.size(); height++) {
      if (n == 1L << height) {
        return complete.get(height);
      }
    }
    long k = Long.highestOneBit(n);
    return Rfc6962.node(mth(k), mth(n - k));
  }

  /** What was read, in order. */
  public List<Tile> reads() {
    return reads;
  }

  @Override
  public TileHashes read(Tile tile) {
    reads.add(tile);
    // 256·index + width <= hashes, without the product, which may not fit
    long hashes = size >> (8 * tile.level());
    if (tile.level() > 7 || tile.index() > (hashes - tile.width()) >> 8) {
      throw new AssertionError("no " + tile + " in a tree of " + size);
    }
    return TileHashes.of(Collections.nCopies(tile.width(), complete.get(8 * tile.level())));
  }
}
