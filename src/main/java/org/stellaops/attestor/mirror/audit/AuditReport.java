package org.stellaops.attestor.mirror.audit;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What an audit of the mirror of one log has found.
 *
 * @param backend the id of the backend
 * @param mirrored the head that is served
 * @param auditedEntries entries that were looked at
 * @param trees the findings, for each tree that was looked at
 * @param checkpointProblem what is wrong with the checkpoint file; empty if it is the mirrored
 *     head's
 * @param unexpectedFiles files that do not belong
 */
public record AuditReport(
    String backend,
    TreeHead mirrored,
    long auditedEntries,
    List<TreeDamage> trees,
    Optional<String> checkpointProblem,
    List<UnexpectedFile> unexpectedFiles) {

  /**
   * What is wrong in the part of one tree.
   *
   * @param scope the part
   * @param damagedRanges tiles from the top level down, then bundles
   */
  public record TreeDamage(AuditScope scope, List<DamagedRange> damagedRanges) {}

  /** Keeps the lists as they are now. */
  public AuditReport {
    trees = List.copyOf(trees);
    unexpectedFiles = List.copyOf(unexpectedFiles);
  }

  /** Whether nothing at all is wrong. */
  public boolean isClean() {
    return damagedRanges().isEmpty() && checkpointProblem.isEmpty() && unexpectedFiles.isEmpty();
  }

  /** What is wrong with files that must be there. */
  public List<DamagedRange> damagedRanges() {
    return DamagedRange.merge(
        trees.stream().flatMap(tree -> tree.damagedRanges().stream()).toList());
  }

  /** How many files are wrong or do not belong. */
  public long findingCount() {
    return damagedRanges().stream().mapToLong(DamagedRange::count).sum()
        + (checkpointProblem.isPresent() ? 1 : 0)
        + unexpectedFiles.size();
  }
}
