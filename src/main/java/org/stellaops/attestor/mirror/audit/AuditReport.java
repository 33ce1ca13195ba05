package org.stellaops.attestor.mirror.audit;

import java.util.List;
import java.util.Map;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What an audit of the mirror of one log has found.
 *
 * @param backend the id of the backend
 * @param mirrored the head that is served
 * @param auditedEntries entries that were looked at
 * @param trees the findings, for each tree that was looked at
 * @param fileProblems what is wrong with each {@link NamedFile} that does not belong to the
 *     mirrored head
 * @param unexpectedFiles files that do not belong
 */
public record AuditReport(
    String backend,
    TreeHead mirrored,
    long auditedEntries,
    List<TreeDamage> trees,
    Map<NamedFile, String> fileProblems,
    List<UnexpectedFile> unexpectedFiles) {

  /**
   * What is wrong in the part of one tree.
   *
   * @param scope the part
   * @param damagedRanges tiles from the top level down, then bundles
   */
  public record TreeDamage(AuditScope scope, List<DamagedRange> damagedRanges) {}

  /** Copies the collections. */
  public AuditReport {
    fileProblems = Map.copyOf(fileProblems);
    trees = List.copyOf(trees);
    unexpectedFiles = List.copyOf(unexpectedFiles);
  }

  /** Whether nothing at all is wrong. */
  public boolean isClean() {
    return damagedRanges().isEmpty() && fileProblems.isEmpty() && unexpectedFiles.isEmpty();
  }

  /** What is wrong with files that must be there. */
  public List<DamagedRange> damagedRanges() {
    return DamagedRange.merge(
        trees.stream().flatMap(tree -> tree.damagedRanges().stream()).toList());
  }

  /** How many files are wrong or do not belong. */
  public long findingCount() {
    return damagedRanges().stream().mapToLong(DamagedRange::count).sum()
        + fileProblems.size()
        + unexpectedFiles.size();
  }
}
