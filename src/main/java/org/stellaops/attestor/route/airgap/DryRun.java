package org.stellaops.attestor.route.airgap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Bundles that are only checked, one after the other: what those that were good would have moved.
 * So a list of them is answered as the import of that list would be, and nothing changes.
 */
public final class DryRun {
  private final Map<Origin, DryRunState> states = new HashMap<>();

  /**
   * Where a log would stand.
   *
   * @param checkpoint the note that would be the pending one, and the bundle that has brought it
   * @param coveredSize entries from the left that would be on disk
   */
  public record DryRunState(ObservedCheckpoint checkpoint, long coveredSize) {
    public TreeHead pending() {
      return checkpoint.checkpoint().head();
    }
  }

  /** Empty as long as nothing would have moved. */
  public Optional<DryRunState> stateOf(Origin origin) {
    return Optional.ofNullable(states.get(origin));
  }

  public void advance(Origin origin, DryRunState next) {
    states.put(origin, next);
  }
}
