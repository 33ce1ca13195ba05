package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import java.time.Instant;
import org.stellaops.attestor.checkpoint.Origin;

/**
 * What of a log need not be kept any more. Nothing here touches the pending head.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface RetentionStore {
  /**
   * Entries from the left that have all been mirrored for at least this long, by the clock of the
   * store; 0 if there are none.
   */
  long entriesMirroredFor(Origin origin, Duration age);

  /**
   * Declares that entries left of an index may go.
   *
   * @param expected the minimum index that the caller has seen
   * @param index at least that, and at most what is covered
   * @return false if the minimum index is not {@code expected} any more, or not so much is covered
   */
  boolean raiseMinimumIndex(Origin origin, long expected, long index);

  /**
   * Forgets that anything was mirrored, and the minimum index with it.
   *
   * @return false if the log is not followed
   */
  boolean reset(Origin origin);

  /**
   * How many stored checkpoints of a log nothing needs that the log has not shown since a time, and
   * how many there are.
   */
  CheckpointCount countUnneeded(Origin origin, Instant lastSeenBefore);

  /**
   * Removes these. Each that follows a removed one is from then on consistent from the next older
   * one that is kept: a prefix of a prefix is a prefix.
   *
   * @return how many were removed, and how many there were
   */
  CheckpointCount removeUnneeded(Origin origin, Instant lastSeenBefore);

  /**
   * Stored checkpoints of a log.
   *
   * @param unneeded those that nothing needs
   * @param total with them
   */
  record CheckpointCount(long unneeded, long total) {}
}
