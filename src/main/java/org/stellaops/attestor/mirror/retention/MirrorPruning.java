package org.stellaops.attestor.mirror.retention;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.mirror.audit.UnexpectedFileScan;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RetentionStore;

/**
 * Removes files of a mirror that are no longer needed: those below the minimum index, and partial
 * ones that are superseded by wider ones. The right edge stays, and so does every tile that the
 * proofs of later entries need.
 *
 * <p>The minimum index is stored before the first file is removed, so a crash can only leave too
 * many files. The caller holds the log's lock.
 *
 * @param checkpointStore the states of the logs
 * @param retentionStore the minimum indexes
 * @param tree the mirrors
 */
public record MirrorPruning(
    CheckpointStore checkpointStore, RetentionStore retentionStore, MirrorTree tree) {
  /**
   * Raises the minimum index; does nothing if it is not higher than before.
   *
   * @throws AttestorException with {@code configuration} if the index is beyond the covered size
   */
  public void raiseMinimumIndex(Backend backend, long index) {
    LogState state = requireCovered(backend, index);
    if (index > state.minimumIndex()
        && !retentionStore.raiseMinimumIndex(backend.origin(), state.minimumIndex(), index)) {
      throw new AttestorException(
          Failure.BUSY,
          "the mirror of backend '" + backend.id() + "' was changed by another process",
          "try again");
    }
  }

  /** Removes the files that are no longer needed. */
  public PruneReport prune(Backend backend) {
    LogState state = LogState.require(checkpointStore, backend);
    return report(backend, state, removal(state).remove());
  }

  /**
   * The files that would be removed with this minimum index, or with the current one if that is
   * higher.
   */
  public PruneReport preview(Backend backend, long index) {
    LogState current = requireCovered(backend, index);
    LogState state = current.withMinimumIndex(Math.max(index, current.minimumIndex()));
    return report(backend, state, removal(state).count());
  }

  private FileRemoval removal(LogState state) {
    return new FileRemoval(
        tree,
        state.origin(),
        path ->
            UnexpectedFileScan.reasonFor(path, state)
                .filter(UnexpectedFile.Reason::isPrunable)
                .isPresent());
  }

  private static PruneReport report(Backend backend, LogState state, FileCount files) {
    return new PruneReport(backend.id(), state.minimumIndex(), files);
  }

  private LogState requireCovered(Backend backend, long index) {
    LogState state = LogState.require(checkpointStore, backend);
    if (index > state.covered()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the minimum index %s of backend '%s' is beyond the %s mirrored entries"
              .formatted(index, backend.id(), state.covered()),
          "only mirrored entries can be pruned; see: stella attestor tiles stats --backend "
              + backend.id());
    }
    return state;
  }
}
