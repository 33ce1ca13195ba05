package org.stellaops.attestor.mirror.audit;

import java.util.stream.LongStream;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The part of a tree that an audit checks: its whole right edge, a range of entries, and the tiles
 * above them.
 *
 * @param head the tree that all files must hash to
 * @param from index of the first entry; the unit that contains it is checked as a whole
 * @param to index after the last entry: the size of the tree, or a multiple of 256
 * @param minimum the minimum index; files that it allows to be missing are not checked
 */
public record AuditScope(TreeHead head, long from, long to, MinimumIndex minimum) {
  /** Rejects a range outside the tree. */
  public AuditScope {
    if (from < 0 || from > to || to > head.size()) {
      throw new IllegalArgumentException(
          "range " + from + " to " + to + " is outside the tree of size " + head.size());
    }
  }

  /** A whole tree. */
  static AuditScope all(TreeHead head, MinimumIndex minimum) {
    return of(head, 0, head.size(), minimum);
  }

  /** The entries of a range, without pruned ones. */
  static AuditScope of(TreeHead head, long from, long to, MinimumIndex minimum) {
    return new AuditScope(head, Math.min(Math.max(from, minimum.value()), to), to, minimum);
  }

  /** The shape of the tree. */
  public TreeShape shape() {
    return new TreeShape(head.size());
  }

  /** The units, by the index of their level-1 tile. */
  LongStream units() {
    return LongStream.range(
        from / WorkUnit.MAX_ENTRIES, (to + WorkUnit.MAX_ENTRIES - 1) / WorkUnit.MAX_ENTRIES);
  }

  /** The indexes of the full entry bundles of a unit to check, from the left. */
  LongStream bundles(long unit) {
    long first = unit * Resource.FULL;
    long end = Math.min(first + Resource.FULL, to / Resource.FULL);
    return LongStream.range(Math.max(first, minimum.withheld(0)), end);
  }

  /** The number of entry bundles or level-0 tiles to check. */
  long bundleCount() {
    long first = Math.max(from / WorkUnit.MAX_ENTRIES * Resource.FULL, minimum.withheld(0));
    return Math.max(0, (to + Resource.FULL - 1) / Resource.FULL - first);
  }

  /** Whether the range ends with a partial entry bundle. */
  boolean reachesRightEdge() {
    return to == head.size() && to % Resource.FULL != 0;
  }
}
