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
 * Removes the mirror of one log, so that the next cycle downloads it again. The stored checkpoints
 * and the pending head stay: the new mirror must be consistent with them.
 *
 * <p>The published checkpoint is removed first, so that clients do not consider the tree complete.
 * Then the state is changed, then tiles are removed; after a crash the next cycle verifies the
 * remaining files before it uses them. Unknown files stay. The caller holds the log's lock.
 *
 * @param checkpointStore the states of the logs
 * @param retentionStore resets the state of a mirror
 * @param tree the mirrors
 */
public record MirrorReset(
    CheckpointStore checkpointStore, RetentionStore retentionStore, MirrorTree tree) {
  /** Removes the mirror. */
  public FileCount reset(Backend backend) {
    Origin origin = backend.origin();
    LogState state = LogState.require(checkpointStore, backend);
    NamedFile[] named = NamedFile.values();
    for (int i = named.length - 1; i >= 0; i--) {
      tree.remove(origin, named[i].path());
    }
    if (!retentionStore.reset(origin)) {
      throw new AttestorException(
          Failure.STORE, "the state of '" + origin + "' is missing in the store", "try again");
    }
    return removal(state).remove();
  }

  /** The files that would be removed. */
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
