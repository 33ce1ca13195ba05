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
 * The pending head and the checkpoint of a peer. One tree must be a prefix of the other.
 *
 * @param local the pending head
 * @param observed the peer's checkpoint, signed by the log's key
 * @param prefix the URL of the peer
 * @param tiles the tiles of the proof, unverified
 */
record PeerCheckpoint(
    TreeHead local, ObservedCheckpoint observed, URI prefix, Map<Tile, TileHashes> tiles) {
  PeerCheckpoint(TreeHead local, ObservedCheckpoint observed, URI prefix) {
    this(local, observed, prefix, new ConcurrentHashMap<>());
  }

  TreeHead peerHead() {
    return observed.checkpoint().head();
  }

  /** Whether the peer has a larger tree. */
  boolean isAhead() {
    return peerHead().size() > local.size();
  }

  /** Whether a proof is needed. The empty tree is a prefix of every other. */
  boolean needsProof() {
    return peerHead().size() != local.size() && peerHead().size() > 0 && local.size() > 0;
  }

  TileConsistencyProof proof() {
    return isAhead()
        ? new TileConsistencyProof(local, peerHead())
        : new TileConsistencyProof(peerHead(), local);
  }

  /** Throws a contradiction if the sizes are equal and the roots differ. */
  void requireSameRoot() {
    if (peerHead().size() == local.size() && !peerHead().equals(local)) {
      throw divergence(Map.of());
    }
  }

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
