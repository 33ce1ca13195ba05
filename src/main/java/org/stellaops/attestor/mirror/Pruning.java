package org.stellaops.attestor.mirror;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Removes files of a mirror that may go: those left of the minimum index, and partial ones that a
 * wider one supersedes. The right edge stays, and so does every tile that the proofs of later
 * entries need.
 *
 * <p>The minimum index is recorded before the first file goes, so that a crash leaves files too
 * many and never one too few. Whoever prunes holds the log's lock.
 *
 * @param heads what we hold true of the logs
 * @param retention what of them need not be kept
 * @param tree their files
 */
public record Pruning(CheckpointStore heads, RetentionStore retention, MirrorTree tree) {
  /**
   * Declares that entries left of this index may go, if it is higher than before.
   *
   * @throws AttestorException with {@code configuration} if not so many entries are covered
   */
  public void raise(Backend backend, long index) {
    LogState state = requireCovered(backend, index);
    if (index > state.minimumIndex()
        && !retention.raiseMinimumIndex(backend.origin(), state.minimumIndex(), index)) {
      throw new AttestorException(
          Failure.BUSY,
          "the mirror of backend '" + backend.id() + "' was changed by another process meanwhile",
          "try again");
    }
  }

  /** Removes what may go by now. */
  public PruneReport remove(Backend backend) {
    LogState state = LogState.of(heads, backend);
    return report(backend, state, removal(state).run());
  }

  /** What would be removed with this minimum index, or with the present one if that is higher. */
  public PruneReport look(Backend backend, long index) {
    LogState present = requireCovered(backend, index);
    LogState state = present.withMinimumIndex(Math.max(index, present.minimumIndex()));
    return report(backend, state, removal(state).look());
  }

  private Removal removal(LogState state) {
    return new Removal(
        tree,
        state.origin(),
        path -> StrayAudit.reason(path, state).filter(Stray.Reason::isPrunable).isPresent());
  }

  private static PruneReport report(Backend backend, LogState state, FileCount files) {
    return new PruneReport(backend.id(), state.minimumIndex(), files);
  }

  private LogState requireCovered(Backend backend, long index) {
    LogState state = LogState.of(heads, backend);
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
