package org.stellaops.attestor.mirror.plan;

import java.util.TreeMap;

/**
 * How far from the left a mirror is whole while units finish in any order. Safe for many threads.
 */
public final class Coverage {
  private final TreeMap<Long, Long> pendingRanges = new TreeMap<>();
  private long coveredTo;

  /** Starts with this many entries covered. */
  public Coverage(long covered) {
    this.coveredTo = covered;
  }

  /**
   * Notes that the entries of a unit are there.
   *
   * @return the entries from the left that are there now
   */
  public synchronized long add(WorkUnit unit) {
    pendingRanges.merge(unit.from(), unit.to(), Math::max);
    // a unit may begin left of the front: the bundle that was partial is part of it again
    while (!pendingRanges.isEmpty() && firstPendingStart() <= coveredTo) {
      coveredTo = Math.max(coveredTo, pendingRanges.pollFirstEntry().getValue());
    }
    return coveredTo;
  }

  private long firstPendingStart() {
    return pendingRanges.firstKey();
  }
}
