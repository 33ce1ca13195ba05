package org.stellaops.attestor.mirror;

import org.stellaops.attestor.tlog.Resource;

/** Units of work with hashes that belong to no tree. */
final class Units {
  static final String ROOT = "ab".repeat(32);

  private Units() {}

  /** A unit from one entry to before another, in a tree that ends with it. */
  static WorkUnit of(long from, long to) {
    int width = (int) (to / Resource.FULL - from / WorkUnit.ENTRIES * Resource.FULL);
    return new WorkUnit(
        "log", from, to, width, width > 0 ? ROOT : "", to % Resource.FULL > 0 ? ROOT : "");
  }
}
