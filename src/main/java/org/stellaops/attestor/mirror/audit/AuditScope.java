package org.stellaops.attestor.mirror.audit;

import java.util.stream.LongStream;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * A part of a tree that is to be on disk: all of its right edge, the entries of a range, and the
 * tiles above them.
 *
 * @param head what everything must hash to
 * @param from the first entry; a unit of work that it lies in is looked at as a whole
 * @param to the entry after the last: the size of the tree, or a multiple of 256
 * @param minimum what may be gone and is not looked at
 */
public record AuditScope(TreeHead head, long from, long to, MinimumIndex minimum) {
  /** Refuses a range outside the tree. */
  public AuditScope {
    if (from < 0 || from > to || to > head.size()) {
      throw new IllegalArgumentException("bad math: " + from + " to " + to + " of " + head.size());
    }
  }

  /** All of a tree. */
  static AuditScope all(TreeHead head, MinimumIndex minimum) {
    return of(head, 0, head.size(), minimum);
  }

  /** The entries of a range, as far as they may not be gone. */
  static AuditScope of(TreeHead head, long from, long to, MinimumIndex minimum) {
    return new AuditScope(head, Math.min(Math.max(from, minimum.value()), to), to, minimum);
  }

  /** Which tiles and bundles the tree has. */
  public TreeShape shape() {
    return new TreeShape(head.size());
  }

  /** The units of work, by the index of their level-1 tile. */
  LongStream units() {
    return LongStream.range(
        from / WorkUnit.MAX_ENTRIES, (to + WorkUnit.MAX_ENTRIES - 1) / WorkUnit.MAX_ENTRIES);
  }

  /** The full bundles of a unit that are to be looked at: their indices, from the left. */
  LongStream bundles(long unit) {
    long first = unit * Resource.FULL;
    long end = Math.min(first + Resource.FULL, to / Resource.FULL);
    return LongStream.range(Math.max(first, minimum.withheld(0)), end);
  }

  /** How many bundles or level-0 tiles there are to check. */
  long bundleCount() {
    long first = Math.max(from / WorkUnit.MAX_ENTRIES * Resource.FULL, minimum.withheld(0));
    return Math.max(0, (to + Resource.FULL - 1) / Resource.FULL - first);
  }

  /** Whether the range ends where the tree ends, between two bundles' ends. */
  boolean reachesRightEdge() {
    return to == head.size() && to % Resource.FULL != 0;
  }
}
