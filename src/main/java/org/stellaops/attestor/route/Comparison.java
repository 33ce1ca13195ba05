package org.stellaops.attestor.route;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Our history of a log beside the one that another place shows. One must be a prefix of the other.
 *
 * @param ours the pending head
 * @param sighting what the other place shows, signed by the log's key
 * @param prefix where the other place is
 * @param came tiles that are gathered for the proof and not checked yet
 */
record Comparison(TreeHead ours, Sighting sighting, URI prefix, Map<Tile, TileHashes> came) {
  Comparison(TreeHead ours, Sighting sighting, URI prefix) {
    this(ours, sighting, prefix, new ConcurrentHashMap<>());
  }

  TreeHead theirs() {
    return sighting.checkpoint().head();
  }

  /** Whether the other place has more of the log than we have. */
  boolean isAhead() {
    return theirs().size() > ours.size();
  }

  /** Whether sizes and roots alone do not tell. The empty tree is a prefix of every other. */
  boolean needsProof() {
    return theirs().size() != ours.size() && theirs().size() > 0 && ours.size() > 0;
  }

  GrowthProof proof() {
    return isAhead() ? new GrowthProof(ours, theirs()) : new GrowthProof(theirs(), ours);
  }

  /** Two roots of one size need no proof to contradict each other. */
  void requireOneRoot() {
    if (theirs().size() == ours.size() && !theirs().equals(ours)) {
      throw divergence(Map.of());
    }
  }

  /** Checks the gathered tiles. */
  void check() {
    try {
      proof().check(Proofs.source(came));
    } catch (ContradictionException e) {
      throw divergence(e.tiles());
    }
  }

  private ContradictionException divergence(Map<Tile, TileHashes> tiles) {
    return new ContradictionException(Failure.CROSS_LOG_DIVERGENCE, ours, theirs(), tiles);
  }
}
