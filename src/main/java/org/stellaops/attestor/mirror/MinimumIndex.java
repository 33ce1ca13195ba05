package org.stellaops.attestor.mirror;

import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The first entry of a log that a mirror still stands for, in the words and by the rule of <a
 * href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>: a full tile or bundle may be withheld
 * if everything under it lies left of the minimum index. What the proofs of all later entries and
 * checkpoints need is never withheld.
 *
 * @param value number of the entry, 0 if nothing is withheld
 */
public record MinimumIndex(long value) {
  private static final int BITS = 8;

  /** Refuses a negative number. */
  public MinimumIndex {
    if (value < 0) {
      throw new IllegalArgumentException("bad math: no entry has the number " + value);
    }
  }

  /** Whether this file may be gone. A partial one never is: it may be at the right edge. */
  public boolean withholds(Resource resource) {
    int level = resource instanceof Tile tile ? tile.level() : 0;
    return !resource.isPartial() && resource.index() < withheld(level);
  }

  /** How many full tiles of a level, from the left, may be gone; at level 0 also bundles. */
  public long withheld(int level) {
    int bits = BITS * (level + 1);
    return bits < Long.SIZE ? value >> bits : 0;
  }

  /** How many of the tiles of a tree may be gone. */
  public long withheld(TreeShape shape) {
    long sum = 0;
    for (int level = 0; level < shape.levels(); level++) {
      sum += Math.min(withheld(level), shape.fullTiles(level));
    }
    return sum;
  }
}
