package org.stellaops.attestor.mirror.plan;

import org.stellaops.attestor.tlog.Resource;

/** Units of work with hashes that belong to no tree. */
final class WorkUnitFixtures {
  static final String ROOT = "ab".repeat(32);

  private WorkUnitFixtures() {}

  /** A unit from one entry to before another, in a tree that ends with it. */
  static WorkUnit of(long from, long to) {
    int width = (int) (to / Resource.FULL - from / WorkUnit.MAX_ENTRIES * Resource.FULL);
    return new WorkUnit(
        "log", from, to, width, width > 0 ? ROOT : "", to % Resource.FULL > 0 ? ROOT : "");
  }
}
