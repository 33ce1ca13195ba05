package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The state of one log and its mirror. {@code mirrored ≤ covered ≤ pending} always holds.
 *
 * @param origin the log
 * @param backend the id of the backend
 * @param pending the newest head that was verified and proved consistent
 * @param mirrored the newest head whose files are all on disk; {@link TreeHead#EMPTY} at first
 * @param covered number of entries from the left that are on disk and verified
 * @param minimumIndex index below which full tiles and entry bundles may have been pruned
 * @param frozen whether the log announced that it takes no more entries
 * @param firstSeen when the first checkpoint was accepted
 * @param lastGrowth when the pending head last moved
 * @param lastSuccess when a cycle last succeeded, with or without growth
 * @param lastFailure how the last cycle failed; empty if it succeeded
 * @param files the directory of the files, and what of them is lost
 */
public record LogState(
    Origin origin,
    String backend,
    TreeHead pending,
    TreeHead mirrored,
    long covered,
    long minimumIndex,
    boolean frozen,
    Instant firstSeen,
    Instant lastGrowth,
    Optional<Instant> lastSuccess,
    Optional<CycleFailure> lastFailure,
    StoreBinding files) {

  /** Rejects sizes that do not fit together. */
  public LogState {
    if (mirrored.size() > covered || covered > pending.size()) {
      throw new MalformedException(
          "mirrored ≤ covered ≤ pending does not hold: %s, %s, %s"
              .formatted(mirrored.size(), covered, pending.size()));
    }
    if (minimumIndex < 0 || minimumIndex > covered) {
      throw new MalformedException(
          "0 ≤ minimum index ≤ covered does not hold: " + minimumIndex + ", " + covered);
    }
    if (mirrored.size() == pending.size() && !mirrored.equals(pending)) {
      throw new MalformedException(
          "mirrored and pending head have the same size and different roots");
    }
  }

  /** A state in an unknown directory, in which nothing is known to be damaged. */
  public LogState(
      Origin origin,
      String backend,
      TreeHead pending,
      TreeHead mirrored,
      long covered,
      long minimumIndex,
      boolean frozen,
      Instant firstSeen,
      Instant lastGrowth,
      Optional<Instant> lastSuccess,
      Optional<CycleFailure> lastFailure) {
    this(
        origin,
        backend,
        pending,
        mirrored,
        covered,
        minimumIndex,
        frozen,
        firstSeen,
        lastGrowth,
        lastSuccess,
        lastFailure,
        StoreBinding.NONE);
  }

  /** The state after first contact. */
  public static LogState first(Origin origin, String backend, TreeHead pending, Instant now) {
    return new LogState(
        origin,
        backend,
        pending,
        TreeHead.EMPTY,
        0,
        0,
        false,
        now,
        now,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The state of a backend's log.
   *
   * @throws AttestorException with {@code incomplete} before first contact
   */
  public static LogState require(CheckpointStore checkpointStore, Backend backend) {
    return checkpointStore
        .find(backend.origin())
        .orElseThrow(() ->
            new AttestorException(
                Failure.INCOMPLETE,
                "no checkpoint of backend '" + backend.id() + "' is stored yet",
                backend.updateHint()));
  }

  /** The same with another minimum index. */
  public LogState withMinimumIndex(long index) {
    return with(pending, mirrored, covered, index, frozen, lastGrowth, lastSuccess, lastFailure);
  }

  /** The same after the log has grown to this head, which is not frozen any more. */
  public LogState withPending(TreeHead next, Instant now) {
    return with(next, mirrored, covered, minimumIndex, false, now, lastSuccess, lastFailure);
  }

  /** The same with at least this covered size. */
  public LogState withCovered(long size) {
    long larger = Math.max(covered, size);
    return with(
        pending, mirrored, larger, minimumIndex, frozen, lastGrowth, lastSuccess, lastFailure);
  }

  /** The same with this mirrored head, all of which is covered. */
  public LogState withMirrored(TreeHead next) {
    long nowCovered = Math.max(covered, next.size());
    return with(
        pending, next, nowCovered, minimumIndex, frozen, lastGrowth, lastSuccess, lastFailure);
  }

  /** The same after a successful cycle. */
  public LogState withSuccess(boolean nowFrozen, Instant now) {
    return with(
        pending,
        mirrored,
        covered,
        minimumIndex,
        nowFrozen,
        lastGrowth,
        Optional.of(now),
        Optional.empty());
  }

  /** The same after a failed cycle. */
  public LogState withFailure(CycleFailure failure) {
    return with(
        pending,
        mirrored,
        covered,
        minimumIndex,
        frozen,
        lastGrowth,
        lastSuccess,
        Optional.of(failure));
  }

  private LogState with(
      TreeHead newPending,
      TreeHead newMirrored,
      long newCovered,
      long newMinimumIndex,
      boolean nowFrozen,
      Instant newLastGrowth,
      Optional<Instant> newLastSuccess,
      Optional<CycleFailure> newLastFailure) {
    return new LogState(
        origin,
        backend,
        newPending,
        newMirrored,
        newCovered,
        newMinimumIndex,
        nowFrozen,
        firstSeen,
        newLastGrowth,
        newLastSuccess,
        newLastFailure,
        files);
  }

  /** The same with this knowledge of the files. */
  public LogState withFiles(StoreBinding known) {
    return new LogState(
        origin,
        backend,
        pending,
        mirrored,
        covered,
        minimumIndex,
        frozen,
        firstSeen,
        lastGrowth,
        lastSuccess,
        lastFailure,
        known);
  }

  /** What of the files is lost; empty if nothing is known to be. */
  public Optional<Damage> damage() {
    return files.damage();
  }

  /** The number of entries on disk, from the minimum index on. */
  public long presentEntries() {
    return covered - minimumIndex;
  }

  /** The number of entries on disk once the mirror is complete. */
  public long expectedEntries() {
    return pending.size() - minimumIndex;
  }

  /** The ratio of present to expected entries, 0 to 1; NaN if files are lost. */
  public double coverage() {
    if (damage().isPresent()) {
      return Double.NaN;
    }
    return expectedEntries() == 0 ? 1 : (double) presentEntries() / expectedEntries();
  }

  /** The minimum index. */
  public MinimumIndex minimum() {
    return new MinimumIndex(minimumIndex);
  }

  /** Whether everything that the pending checkpoint commits to is on disk. */
  public boolean isComplete() {
    return mirrored.equals(pending);
  }
}
