package org.stellaops.attestor.mirror.audit;

import java.util.List;
import org.stellaops.attestor.failure.Failure;

/**
 * The findings of an audit of the stored checkpoints of one log.
 *
 * @param backend the id of the backend
 * @param notes number of notes that were verified
 * @param provedPairs number of adjacent checkpoints that were proved consistent from local tiles
 * @param unprovedPairs number of pairs that cannot be proved from local tiles, because the tiles
 *     are not mirrored yet or were pruned
 * @param problems the problems, ordered by size
 */
public record HistoryReport(
    String backend,
    long notes,
    long provedPairs,
    long unprovedPairs,
    List<CheckpointProblem> problems) {
  /**
   * A problem of a stored checkpoint.
   *
   * @param size the size in its row
   * @param failure {@code store} if the database was changed, {@code bad_tile} if a tile is missing
   * @param description the predicate of a sentence
   */
  public record CheckpointProblem(long size, Failure failure, String description) {}

  /** A row that cannot be as the program has written it. */
  static CheckpointProblem storeProblem(long size, String description) {
    return new CheckpointProblem(size, Failure.STORE, description);
  }

  /** Copies the list. */
  public HistoryReport {
    problems = List.copyOf(problems);
  }

  /** Whether there are no problems. */
  public boolean isClean() {
    return problems.isEmpty();
  }
}
