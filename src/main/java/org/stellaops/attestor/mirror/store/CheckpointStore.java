package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The accepted heads of each log. Heads move by compare-and-set: the caller passes the state it has
 * read, and nothing happens if the state is another one. A head never moves backwards or to another
 * root of the same size.
 *
 * <p>Notes are inserted by the routes; a head can only move to a checkpoint whose note is stored.
 */
public interface CheckpointStore {
  /** The state of a log; empty before first contact. */
  Optional<LogState> find(Origin origin);

  /** The states of all logs that were ever accepted, ordered by backend id. */
  List<LogState> all();

  /**
   * Starts to follow a log at this head.
   *
   * @return false if the log is followed already
   */
  boolean follow(Origin origin, String backend, TreeHead pending, Instant now);

  /**
   * Moves the pending head to a larger size. This clears the frozen flag.
   *
   * @return false if the pending head is not {@code expected} any more
   */
  boolean advancePending(Origin origin, TreeHead expected, TreeHead next, Instant now);

  /**
   * Raises the covered size, at most to the pending size.
   *
   * @return false if the covered size is already larger
   */
  boolean advanceCovered(Origin origin, long covered);

  /**
   * Moves the mirrored head to {@code next}, which is or was the pending head.
   *
   * @return false if the mirrored head is not {@code expected} any more
   */
  boolean advanceMirrored(Origin origin, TreeHead expected, TreeHead next);

  /** Records a successful cycle, and whether the log announces that it is frozen. */
  void recordSuccess(Origin origin, boolean frozen, Instant now);

  /** Records a failed cycle; does nothing for a log that was never accepted. */
  void recordFailure(Origin origin, CycleFailure failure);

  /**
   * How the newest recorded cycle of a backend failed; empty if it succeeded or none is recorded.
   * Unlike {@link LogState#lastFailure} this is also known before first contact.
   */
  Optional<CycleFailure> findLastFailure(String backend);

  /**
   * Records which directory has the files of a mirror.
   *
   * @return false if it is not {@code expected} any more
   */
  boolean bind(Origin origin, Optional<String> expected, String storeId);

  /** Records which files of a mirror are lost; empty for none. */
  void recordDamage(Origin origin, Optional<Damage> damage);

  /** The stored checkpoint with this head. */
  Optional<StoredCheckpoint> findCheckpoint(Origin origin, TreeHead head);

  /**
   * The stored checkpoint with this head, which must be there.
   *
   * @throws AttestorException with {@code store} if it is not: the database was changed
   */
  default StoredCheckpoint requireCheckpoint(Backend backend, TreeHead head) {
    return findCheckpoint(backend.origin(), head).orElseThrow(() -> missingNote(backend, head));
  }

  /** The failure of a head whose note is not stored. */
  static AttestorException missingNote(Backend backend, TreeHead head) {
    return new AttestorException(
        Failure.STORE,
        "no stored note of '" + backend.origin() + "' is for the head " + head,
        "run: stella attestor checkpoints verify --backend " + backend.id());
  }

  /** The stored checkpoint of this size. */
  Optional<StoredCheckpoint> findCheckpoint(Origin origin, long size);

  /** The sizes of the stored checkpoints strictly between two sizes, smallest first. */
  List<Long> sizesBetween(Origin origin, long smaller, long larger);

  /**
   * Rows of stored checkpoints without any verification, ordered by size.
   *
   * @param afterSize only sizes above this; -1 for all
   * @param limit the maximum number of rows
   */
  List<RawCheckpointRow> rawRows(Origin origin, long afterSize, int limit);

  /** The stored checkpoints, largest first, at most {@code limit} of them. */
  List<StoredCheckpoint> history(Origin origin, int limit);

  /**
   * Checks that the database accepts changes.
   *
   * @throws AttestorException with {@code store} if it is not reachable, read-only, or may not be
   *     changed by this user
   */
  void requireWritable();
}
