package org.stellaops.attestor.mirror;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Removes the mirror of one log, so that the next cycle begins it anew. What is known of the log
 * stays: its checkpoints and its pending head, which a new mirror has to reach.
 *
 * <p>The published checkpoint goes first, so that nobody is promised what is going. The state is
 * changed before the tiles go, so a crash leaves files that the next cycle checks before it uses
 * them. Files that are not ours stay. Whoever clears holds the log's lock.
 *
 * @param heads what we hold true of the logs
 * @param retention what of them need not be kept
 * @param tree their files
 */
public record Clearing(CheckpointStore heads, RetentionStore retention, MirrorTree tree) {
  /** Removes everything. */
  public FileCount clear(Backend backend) {
    Origin origin = backend.origin();
    LogState state = LogState.of(heads, backend);
    tree.remove(origin, "checkpoint");
    if (!retention.clear(origin)) {
      throw new AttestorException(
          Failure.STORE, "the state of '" + origin + "' is gone from the store", "try again");
    }
    return removal(state).run();
  }

  /** What would be removed. */
  public FileCount look(Backend backend) {
    return removal(LogState.of(heads, backend)).look();
  }

  private Removal removal(LogState state) {
    return new Removal(
        tree,
        state.origin(),
        path -> !StrayAudit.reason(path, state).equals(Optional.of(Stray.Reason.UNKNOWN)));
  }
}
