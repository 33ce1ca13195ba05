package org.stellaops.attestor.route.airgap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The states of the logs after a sequence of bundles that are only checked. Each bundle is checked
 * as if those before it had been imported; nothing is written.
 */
public final class DryRun {
  private final Map<Origin, DryRunState> states = new HashMap<>();

  /**
   * The state that a log would have.
   *
   * @param checkpoint the note that would be pending, and the bundle that contains it
   * @param coveredSize number of entries from entry 0 that would be on disk
   */
  public record DryRunState(ObservedCheckpoint checkpoint, long coveredSize) {
    public TreeHead pending() {
      return checkpoint.checkpoint().head();
    }
  }

  /** The state of a log; empty if no bundle would have changed it. */
  public Optional<DryRunState> stateOf(Origin origin) {
    return Optional.ofNullable(states.get(origin));
  }

  public void advance(Origin origin, DryRunState next) {
    states.put(origin, next);
  }
}
