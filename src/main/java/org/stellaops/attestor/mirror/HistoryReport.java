package org.stellaops.attestor.mirror;

import java.util.List;

/**
 * What an audit of the stored checkpoints of one log has found.
 *
 * @param backend the id of the backend
 * @param notes how many notes were opened again
 * @param pairs how many neighbours were proved consistent from local tiles
 * @param unproved how many pairs reach beyond what is mirrored, or into what is pruned, so that
 *     nothing local can prove them
 * @param failures everything that is wrong, by size
 */
public record HistoryReport(
    String backend, long notes, long pairs, long unproved, List<Wrong> failures) {
  /**
   * Something wrong with a stored checkpoint.
   *
   * @param size the size that its row has
   * @param what a sentence
   */
  public record Wrong(long size, String what) {}

  /** Keeps the list as it is now. */
  public HistoryReport {
    failures = List.copyOf(failures);
  }

  /** Whether nothing is wrong. */
  public boolean good() {
    return failures.isEmpty();
  }
}
