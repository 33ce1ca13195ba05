package org.stellaops.attestor.mirror.audit;

import java.util.List;
import java.util.Map;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The findings of an audit of the mirror of one log.
 *
 * @param backend the id of the backend
 * @param mirrored the mirrored head at the start
 * @param auditedEntries number of entries that were checked
 * @param trees the findings for each tree that was checked
 * @param fileProblems the problem with each {@link NamedFile} that does not belong to the mirrored
 *     head
 * @param unexpectedFiles files that do not belong to the mirror
 */
public record AuditReport(
    String backend,
    TreeHead mirrored,
    long auditedEntries,
    List<TreeDamage> trees,
    Map<NamedFile, String> fileProblems,
    List<UnexpectedFile> unexpectedFiles) {

  /**
   * The damaged files of one tree.
   *
   * @param scope the part of the tree that was checked
   * @param damagedRanges tiles from the top level down, then bundles
   */
  public record TreeDamage(AuditScope scope, List<DamagedRange> damagedRanges) {}

  /** Copies the collections. */
  public AuditReport {
    fileProblems = Map.copyOf(fileProblems);
    trees = List.copyOf(trees);
    unexpectedFiles = List.copyOf(unexpectedFiles);
  }

  /** Whether there are no findings. */
  public boolean isClean() {
    return damagedRanges().isEmpty() && fileProblems.isEmpty() && unexpectedFiles.isEmpty();
  }

  /** The damaged and missing files. */
  public List<DamagedRange> damagedRanges() {
    return DamagedRange.merge(
        trees.stream().flatMap(tree -> tree.damagedRanges().stream()).toList());
  }

  /** The number of files that are damaged, missing or unexpected. */
  public long findingCount() {
    return damagedRanges().stream().mapToLong(DamagedRange::count).sum()
        + fileProblems.size()
        + unexpectedFiles.size();
  }
}
