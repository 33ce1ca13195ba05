package org.stellaops.attestor.route;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Bundles that are only checked, one after the other: what those that were good would have moved.
 * So a list of them is answered as the import of that list would be, and nothing changes.
 */
public final class DryRun {
  private final Map<Origin, Foreseen> logs = new HashMap<>();

  /**
   * Where a log would stand.
   *
   * @param newest the note that would be the pending one, and the bundle that has brought it
   * @param covered entries from the left that would be on disk
   */
  record Foreseen(Sighting newest, long covered) {
    TreeHead pending() {
      return newest.checkpoint().head();
    }
  }

  /** Empty as long as nothing would have moved. */
  Optional<Foreseen> of(Origin origin) {
    return Optional.ofNullable(logs.get(origin));
  }

  void moved(Origin origin, Foreseen next) {
    logs.put(origin, next);
  }
}
