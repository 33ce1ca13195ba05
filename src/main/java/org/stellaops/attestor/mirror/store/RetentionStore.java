package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import java.time.Instant;
import org.stellaops.attestor.checkpoint.Origin;

/**
 * The minimum index of each log, and the checkpoints that may be removed. No method changes the
 * pending head.
 */
public interface RetentionStore {
  /**
   * The number of entries from the left that have all been mirrored for at least this long, by the
   * clock of PostgreSQL.
   */
  long entriesMirroredFor(Origin origin, Duration age);

  /**
   * Raises the minimum index: files that hold only earlier entries may be removed.
   *
   * @param expected the minimum index that the caller has read
   * @param index the new one, from {@code expected} to the covered size
   * @return false if the minimum index is not {@code expected} any more, or {@code index} is beyond
   *     the covered size
   */
  boolean raiseMinimumIndex(Origin origin, long expected, long index);

  /**
   * Sets the mirrored head, the covered size and the minimum index to zero.
   *
   * @return false if the log is not followed
   */
  boolean reset(Origin origin);

  /** Counts the checkpoints of a log that are not needed and were not shown since a time. */
  CheckpointCount countUnneeded(Origin origin, Instant lastSeenBefore);

  /**
   * Removes these. The checkpoint after a removed one then refers to the next older one that is
   * kept as the one it is consistent with: a prefix of a prefix is a prefix.
   *
   * @return how many were removed, and how many there were before
   */
  CheckpointCount removeUnneeded(Origin origin, Instant lastSeenBefore);

  /**
   * A number of stored checkpoints of a log.
   *
   * @param unneeded those that are not needed
   * @param total all, those included
   */
  record CheckpointCount(long unneeded, long total) {}
}
