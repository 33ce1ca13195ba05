package org.stellaops.attestor.mirror.audit;

import java.util.List;

/**
 * What an audit of the stored checkpoints of one log has found.
 *
 * @param backend the id of the backend
 * @param notes how many notes were opened again
 * @param provedPairs how many neighbours were proved consistent from local tiles
 * @param unprovedPairs how many pairs reach beyond what is mirrored, or into what is pruned, so
 *     that nothing local can prove them
 * @param problems everything that is wrong, by size
 */
public record HistoryReport(
    String backend,
    long notes,
    long provedPairs,
    long unprovedPairs,
    List<CheckpointProblem> problems) {
  /**
   * Something wrong with a stored checkpoint.
   *
   * @param size the size that its row has
   * @param description a sentence
   */
  public record CheckpointProblem(long size, String description) {}

  /** Keeps the list as it is now. */
  public HistoryReport {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean isClean() {
    return problems.isEmpty();
  }
}
