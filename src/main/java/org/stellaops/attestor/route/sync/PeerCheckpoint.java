package org.stellaops.attestor.route.sync;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Our history of a log beside the one that another place shows. One must be a prefix of the other.
 *
 * @param local the pending head
 * @param observed what the other place shows, signed by the log's key
 * @param prefix where the other place is
 * @param tiles tiles that are gathered for the proof and not checked yet
 */
record PeerCheckpoint(
    TreeHead local, ObservedCheckpoint observed, URI prefix, Map<Tile, TileHashes> tiles) {
  PeerCheckpoint(TreeHead local, ObservedCheckpoint observed, URI prefix) {
    this(local, observed, prefix, new ConcurrentHashMap<>());
  }

  TreeHead peerHead() {
    return observed.checkpoint().head();
  }

  /** Whether the other place has more of the log than we have. */
  boolean isAhead() {
    return peerHead().size() > local.size();
  }

  /** Whether sizes and roots alone do not tell. The empty tree is a prefix of every other. */
  boolean needsProof() {
    return peerHead().size() != local.size() && peerHead().size() > 0 && local.size() > 0;
  }

  TileConsistencyProof proof() {
    return isAhead()
        ? new TileConsistencyProof(local, peerHead())
        : new TileConsistencyProof(peerHead(), local);
  }

  /** Two roots of one size need no proof to contradict each other. */
  void requireSameRoot() {
    if (peerHead().size() == local.size() && !peerHead().equals(local)) {
      throw divergence(Map.of());
    }
  }

  /** Checks the gathered tiles. */
  void checkConsistency() {
    try {
      proof().verify(ConsistencyProofs.source(tiles));
    } catch (ContradictionException e) {
      throw divergence(e.tiles());
    }
  }

  private ContradictionException divergence(Map<Tile, TileHashes> tiles) {
    return new ContradictionException(Failure.CROSS_LOG_DIVERGENCE, local, peerHead(), tiles);
  }
}
