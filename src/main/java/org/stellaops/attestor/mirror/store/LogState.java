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
 * Where the mirror of one log stands.
 *
 * @param origin the log
 * @param backend the id under which it is configured
 * @param pending the newest verified and consistent head
 * @param mirrored the newest head of which everything is on disk; {@link TreeHead#EMPTY} at first
 * @param covered entries from the left that are on disk and verified, from mirrored to pending size
 * @param minimumIndex entries left of it were pruned, as far as whole files hold nothing else
 * @param frozen whether the log has said that it takes no more entries
 * @param firstSeen when we first accepted a checkpoint of this log
 * @param lastGrowth when the pending head last moved
 * @param lastSuccess when a cycle last ended well, with or without growth
 * @param lastFailure how the last cycle failed; empty if it ended well
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
    Optional<CycleFailure> lastFailure) {

  /** Refuses a mirror that claims more than its log, or something else. */
  public LogState {
    if (mirrored.size() > covered || covered > pending.size()) {
      throw new MalformedException(
          "mirrored ≤ covered ≤ pending does not hold: "
              + mirrored.size()
              + ", "
              + covered
              + ", "
              + pending.size());
    }
    if (minimumIndex < 0 || minimumIndex > covered) {
      throw new MalformedException(
          "0 ≤ minimum index ≤ covered does not hold: " + minimumIndex + ", " + covered);
    }
    if (mirrored.size() == pending.size() && !mirrored.equals(pending)) {
      throw new MalformedException("mirrored and pending have one size and two roots");
    }
  }

  /** A mirror of which nothing was pruned. */
  public LogState(
      Origin origin,
      String backend,
      TreeHead pending,
      TreeHead mirrored,
      long covered,
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
        0,
        frozen,
        firstSeen,
        lastGrowth,
        lastSuccess,
        lastFailure);
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
                "nothing is known of backend '" + backend.id() + "' yet",
                "run: stella attestor sync --backend " + backend.id()));
  }

  /** The same with another minimum index. */
  public LogState withMinimumIndex(long index) {
    return new LogState(
        origin,
        backend,
        pending,
        mirrored,
        covered,
        index,
        frozen,
        firstSeen,
        lastGrowth,
        lastSuccess,
        lastFailure);
  }

  /** Entries that are on disk, from the minimum index on. */
  public long presentEntries() {
    return covered - minimumIndex;
  }

  /** Entries that are to be on disk once the mirror is whole. */
  public long expectedEntries() {
    return pending.size() - minimumIndex;
  }

  /** Part of what is due that is present, 0 to 1. */
  public double coverage() {
    return expectedEntries() == 0 ? 1 : (double) presentEntries() / expectedEntries();
  }

  /** What the operator has declared that need not be on disk. */
  public MinimumIndex minimum() {
    return new MinimumIndex(minimumIndex);
  }

  /** Whether everything that the pending checkpoint commits to is on disk. */
  public boolean isComplete() {
    return mirrored.equals(pending);
  }
}
