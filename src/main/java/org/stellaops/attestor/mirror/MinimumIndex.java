package org.stellaops.attestor.mirror;

import java.util.stream.IntStream;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The minimum index of a pruned log, see <a
 * href="https://c2sp.org/tlog-tiles">c2sp.org/tlog-tiles</a>: a full tile or entry bundle may be
 * missing if all entries under it have a lower index. Tiles that the proofs of later entries and
 * checkpoints need are never missing.
 *
 * @param value index of the first entry that is available; 0 if nothing was pruned
 */
public record MinimumIndex(long value) {
  private static final int BITS = 8;

  /** Rejects a negative index. */
  public MinimumIndex {
    if (value < 0) {
      throw new IllegalArgumentException("minimum index must not be negative: " + value);
    }
  }

  /** Whether this file may be missing. A partial one may not: it may be at the right edge. */
  public boolean withholds(Resource resource) {
    return !resource.isPartial() && resource.index() < withheld(resource.level());
  }

  /**
   * How many full tiles of a level may be missing, from the left; at level 0 also how many entry
   * bundles.
   */
  public long withheld(int level) {
    int bits = BITS * (level + 1);
    return bits < Long.SIZE ? value >> bits : 0;
  }

  /** How many tiles of a tree may be missing. */
  public long withheld(TreeShape shape) {
    return IntStream.range(0, shape.levels())
        .mapToLong(level -> Math.min(withheld(level), shape.fullTiles(level)))
        .sum();
  }
}
