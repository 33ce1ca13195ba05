package org.stellaops.attestor.tlog;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Computes roots over ranges of a tree from its tiles. A tree splits into complete subtrees
 * according to the binary digits of its size. Every complete subtree is computed from adjacent
 * hashes of one tile, and those of the same level are in the same tile, so a root reads each
 * partial tile of the right edge once and nothing else.
 *
 * @param tiles may belong to a larger tree
 */
public record TreeHashes(TileSource tiles) {
  private static final int BITS = 8;

  /** The root over the first {@code size} entries, 0 to 2^63-1. */
  public Hash root(long size) {
    return size == 0 ? Rfc6962.EMPTY : range(0, size);
  }

  /** The leaf hash at this index. */
  public Hash leaf(long index) {
    return range(index, index + 1);
  }

  /**
   * RFC 6962's MTH over the entries from {@code from} (inclusive) to {@code to} (exclusive), where
   * {@code from} is a multiple of a power of two that is not smaller than the length, as for every
   * subtree in the RFC.
   */
  Hash range(long from, long to) {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException("not a subtree: " + from + " to " + to);
    }
    Deque<Hash> subtrees = new ArrayDeque<>();
    long at = from;
    while (at < to) {
      int level = (Long.SIZE - 1 - Long.numberOfLeadingZeros(to - at)) / BITS;
      int shift = level * BITS;
      int count = (int) ((to - at) >> shift);
      pushSubtrees(level, at >> shift, count, subtrees);
      at += (long) count << shift;
    }
    Hash root = subtrees.pop();
    while (!subtrees.isEmpty()) {
      root = Rfc6962.node(subtrees.pop(), root);
    }
    return root;
  }

  /** Splits {@code count} hashes of a level into complete subtrees, largest first. */
  private void pushSubtrees(int level, long first, int count, Deque<Hash> subtrees) {
    int start = (int) (first % Resource.FULL);
    int end = start + count;
    TileHashes hashes = tiles.read(new Tile(level, first / Resource.FULL, end));
    for (int i = start; i < end; i += Integer.highestOneBit(end - i)) {
      subtrees.push(hashes.root(i, Integer.highestOneBit(end - i)));
    }
  }
}
