package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What we hold true of each log. Heads move by compare-and-set: a caller names the state it has
 * seen, and a move from any other state does not happen. A move backwards or sideways never does.
 *
 * <p>Notes enter the store by the route's SQL insert; a head can move only to a checkpoint whose
 * note is there.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface CheckpointStore {
  /** The state of a log; empty before first contact. */
  Optional<LogState> find(Origin origin);

  /** The states of all logs ever accepted, by backend id. */
  List<LogState> all();

  /**
   * Begins to follow a log at this head.
   *
   * @return false if the log is followed already
   */
  boolean follow(Origin origin, String backend, TreeHead pending, Instant now);

  /**
   * Moves the pending head to a larger size. A log that grows is not frozen.
   *
   * @return false if the pending head is not {@code expected} any more
   */
  boolean advancePending(Origin origin, TreeHead expected, TreeHead next, Instant now);

  /**
   * Moves the covered size to the right, at most to the pending size.
   *
   * @return false if the covered size is beyond {@code covered} already
   */
  boolean advanceCovered(Origin origin, long covered);

  /**
   * Moves the mirrored head up to {@code next}, which is or was the pending head.
   *
   * @return false if the mirrored head is not {@code expected} any more
   */
  boolean advanceMirrored(Origin origin, TreeHead expected, TreeHead next);

  /** Notes that a cycle ended well, and whether the log says that it is frozen. */
  void recordSuccess(Origin origin, boolean frozen, Instant now);

  /** Notes how a cycle failed; does nothing for a log that was never accepted. */
  void recordFailure(Origin origin, CycleFailure failure);

  /** The stored checkpoint with this head. */
  Optional<StoredCheckpoint> findCheckpoint(Origin origin, TreeHead head);

  /** Stored checkpoints of this size: one, or none. */
  Optional<StoredCheckpoint> findCheckpoint(Origin origin, long size);

  /** The sizes of the stored checkpoints strictly between two sizes, smallest first. */
  List<Long> sizesBetween(Origin origin, long smaller, long larger);

  /**
   * Rows of stored checkpoints as they lie there, unread and unchecked, by size.
   *
   * @param afterSize only sizes above this; -1 for all
   * @param limit how many at the most
   */
  List<RawCheckpointRow> rawRows(Origin origin, long afterSize, int limit);

  /** The newest stored checkpoints by size, newest first, at most {@code last} of them. */
  List<StoredCheckpoint> history(Origin origin, int limit);
}
