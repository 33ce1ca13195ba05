package org.stellaops.attestor.mirror.retention;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.mirror.audit.UnexpectedFileScan;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RetentionStore;

/**
 * Removes the mirror of one log, so that the next cycle begins it anew. What is known of the log
 * stays: its checkpoints and its pending head, which a new mirror has to reach.
 *
 * <p>The published checkpoint goes first, so that nobody is promised what is going. The state is
 * changed before the tiles go, so a crash leaves files that the next cycle checks before it uses
 * them. Files that are not ours stay. Whoever clears holds the log's lock.
 *
 * @param checkpointStore what we hold true of the logs
 * @param retentionStore what of them need not be kept
 * @param tree their files
 */
public record MirrorReset(
    CheckpointStore checkpointStore, RetentionStore retentionStore, MirrorTree tree) {
  /** Removes everything. */
  public FileCount reset(Backend backend) {
    Origin origin = backend.origin();
    LogState state = LogState.require(checkpointStore, backend);
    NamedFile[] named = NamedFile.values();
    for (int i = named.length - 1; i >= 0; i--) {
      tree.remove(origin, named[i].path());
    }
    if (!retentionStore.reset(origin)) {
      throw new AttestorException(
          Failure.STORE, "the state of '" + origin + "' is gone from the store", "try again");
    }
    return removal(state).remove();
  }

  /** What would be removed. */
  public FileCount preview(Backend backend) {
    return removal(LogState.require(checkpointStore, backend)).count();
  }

  private FileRemoval removal(LogState state) {
    return new FileRemoval(
        tree,
        state.origin(),
        path ->
            !UnexpectedFileScan.reasonFor(path, state)
                .equals(Optional.of(UnexpectedFile.Reason.UNKNOWN)));
  }
}
