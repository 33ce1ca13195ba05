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
 * Removes files of a mirror that may go: those left of the minimum index, and partial ones that a
 * wider one supersedes. The right edge stays, and so does every tile that the proofs of later
 * entries need.
 *
 * <p>The minimum index is recorded before the first file goes, so that a crash leaves files too
 * many and never one too few. Whoever prunes holds the log's lock.
 *
 * @param checkpointStore what we hold true of the logs
 * @param retentionStore what of them need not be kept
 * @param tree their files
 */
public record MirrorPruning(
    CheckpointStore checkpointStore, RetentionStore retentionStore, MirrorTree tree) {
  /**
   * Declares that entries left of this index may go, if it is higher than before.
   *
   * @throws AttestorException with {@code configuration} if not so many entries are covered
   */
  public void raiseMinimumIndex(Backend backend, long index) {
    LogState state = requireCovered(backend, index);
    if (index > state.minimumIndex()
        && !retentionStore.raiseMinimumIndex(backend.origin(), state.minimumIndex(), index)) {
      throw new AttestorException(
          Failure.BUSY,
          "the mirror of backend '" + backend.id() + "' was changed by another process meanwhile",
          "try again");
    }
  }

  /** Removes what may go by now. */
  public PruneReport prune(Backend backend) {
    LogState state = LogState.require(checkpointStore, backend);
    return report(backend, state, removal(state).remove());
  }

  /** What would be removed with this minimum index, or with the present one if that is higher. */
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
          "backend '"
              + backend.id()
              + "' has mirrored "
              + state.covered()
              + " entries, not "
              + index,
          "only what is mirrored can be pruned; see: stella attestor tiles stats --backend "
              + backend.id());
    }
    return state;
  }
}
