package org.stellaops.attestor.mirror;

import java.util.TreeMap;

/**
 * How far from the left a mirror is whole while units finish in any order. Safe for many threads.
 */
public final class Coverage {
  private final TreeMap<Long, Long> ahead = new TreeMap<>();
  private long front;

  /** Starts with this many entries covered. */
  public Coverage(long covered) {
    this.front = covered;
  }

  /**
   * Notes that the entries of a unit are there.
   *
   * @return the entries from the left that are there now
   */
  public synchronized long add(WorkUnit unit) {
    ahead.merge(unit.from(), unit.to(), Math::max);
    // a unit may begin left of the front: the bundle that was partial is part of it again
    while (!ahead.isEmpty() && first() <= front) {
      front = Math.max(front, ahead.pollFirstEntry().getValue());
    }
    return front;
  }

  private long first() {
    return ahead.firstKey();
  }
}
