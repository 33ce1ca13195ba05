package org.stellaops.attestor.mirror.lookup;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Two histories that one log has signed, and the entries that both have.
 *
 * @param evidence the proof
 * @param undisputedSize the number of entries from the first one that are proved to be in both; 0
 *     if that is proved for none
 */
record DisputedHistory(Evidence evidence, long undisputedSize) {
  /**
   * Compares the evidence with the mirror. Only if the log has grown into another history, the
   * evidence has hashes of that history; otherwise nothing of the other one is known but its root.
   *
   * @param evidence verified with the log's key
   */
  static DisputedHistory of(Evidence evidence, Optional<LocalMirror> mirror) {
    TreeHead known = evidence.knownHead();
    TreeHead shown = evidence.shownHead();
    boolean hasOtherHashes = known.size() < shown.size() && evidence.proof().isEmpty();
    return new DisputedHistory(
        evidence,
        mirror
            .filter(own -> hasOtherHashes)
            .map(own -> new CommonHistory(own, verifiedTiles(known, shown, evidence)).size())
            .orElse(0L));
  }

  /** An evidence file may have further hashes, which no root covers. */
  private static Map<Tile, TileHashes> verifiedTiles(
      TreeHead known, TreeHead shown, Evidence evidence) {
    try {
      new TileConsistencyProof(known, shown)
          .verify(tile -> requireNonNull(evidence.tiles().get(tile)));
      return Map.of();
    } catch (ContradictionException e) {
      return e.tiles();
    }
  }

  /** What the comparison with the mirror is worth for a log that has signed two histories. */
  MirrorMatch restrict(MirrorMatch match, long index) {
    if (match.failure().isPresent()) {
      return match.withWarning(warning());
    }
    if (!match.isAnchored()) {
      return match.disputed(
          Optional.of(Failure.QUARANTINED), warning() + "; no tree that is mirrored has the entry");
    }
    return index < undisputedSize
        ? match.withWarning(warning())
        : match.disputed(
            Optional.empty(), warning() + "; entry " + index + " is not known to be in both");
  }

  private String warning() {
    return "the log '%s' has signed two histories, which have %s (%s, found %s by backend '%s')"
        .formatted(
            evidence.origin(),
            undisputedSize == 0
                ? "no entry that is known to be in both"
                : "only the first " + undisputedSize + " entries in common",
            evidence.kind().label(),
            evidence.detectedAt(),
            evidence.backend());
  }
}
