package org.stellaops.attestor.mirror.plan;

import java.util.TreeMap;

/** Tracks the covered size of a mirror while units finish in any order. Safe for many threads. */
public final class Coverage {
  private final TreeMap<Long, Long> pendingRanges = new TreeMap<>();
  private long coveredTo;

  /** Starts with this many entries covered. */
  public Coverage(long covered) {
    this.coveredTo = covered;
  }

  /**
   * Records that the entries of a unit are on disk.
   *
   * @return the number of entries from the left that are on disk now
   */
  public synchronized long add(WorkUnit unit) {
    pendingRanges.merge(unit.from(), unit.to(), Math::max);
    // a unit may start before coveredTo: it fetches a formerly partial bundle again
    while (!pendingRanges.isEmpty() && pendingRanges.firstKey() <= coveredTo) {
      coveredTo = Math.max(coveredTo, pendingRanges.pollFirstEntry().getValue());
    }
    return coveredTo;
  }
}
