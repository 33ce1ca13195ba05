package org.stellaops.attestor.mirror;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What an audit of the mirror of one log has found.
 *
 * @param backend the id of the backend
 * @param mirrored the head that is served
 * @param covered entries that were looked at
 * @param trees the findings, for each tree that was looked at
 * @param published what is wrong with the checkpoint file; empty if it is the mirrored head's
 * @param strays files that do not belong
 */
public record AuditReport(
    String backend,
    TreeHead mirrored,
    long covered,
    List<TreeDamage> trees,
    Optional<String> published,
    List<Stray> strays) {

  /**
   * What is wrong in the part of one tree.
   *
   * @param scope the part
   * @param damages tiles from the top level down, then bundles
   */
  public record TreeDamage(AuditScope scope, List<Damage> damages) {}

  /** Keeps the lists as they are now. */
  public AuditReport {
    trees = List.copyOf(trees);
    strays = List.copyOf(strays);
  }

  /** Whether nothing at all is wrong. */
  public boolean good() {
    return damages().isEmpty() && published.isEmpty() && strays.isEmpty();
  }

  /** What is wrong with files that must be there. */
  public List<Damage> damages() {
    return Damage.merged(trees.stream().flatMap(tree -> tree.damages().stream()).toList());
  }

  /** How many files are wrong or do not belong. */
  public long findings() {
    return damages().stream().mapToLong(Damage::count).sum()
        + (published.isPresent() ? 1 : 0)
        + strays.size();
  }
}
