package org.stellaops.attestor.route.airgap;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/** The stored history of a log, to compare signed heads with. */
record LocalHistory(CheckpointStore store, MirrorTree tree) {
  /**
   * Whether a head is part of this history, according to the checkpoint of its size or the tiles of
   * a larger known tree.
   *
   * @return false if neither is stored, so that the head could not be compared
   * @throws ContradictionException with {@code split_view} if it is of another history
   */
  boolean contains(Origin origin, TreeHead head) {
    Optional<TreeHead> stored =
        store.findCheckpoint(origin, head.size()).map(StoredCheckpoint::head);
    if (stored.isPresent()) {
      if (!stored.get().equals(head)) {
        throw new ContradictionException(Failure.SPLIT_VIEW, stored.get(), head, Map.of());
      }
      return true;
    }
    Optional<LogState> state = store.find(origin);
    // all tiles of the mirrored tree are on disk, those of the pending one may be
    return state.isPresent()
        && (isPrefix(origin, head, state.get().pending())
            || isPrefix(origin, head, state.get().mirrored()));
  }

  private boolean isPrefix(Origin origin, TreeHead head, TreeHead known) {
    if (head.size() >= known.size()) {
      return false;
    }
    TileConsistencyProof proof = new TileConsistencyProof(head, known, Failure.SPLIT_VIEW);
    if (proof.requiredTiles().stream().anyMatch(tile -> tree.tile(origin, tile).isEmpty())) {
      return false;
    }
    // they cannot be removed meanwhile: pruning holds the log's lock
    proof.verify(tile -> tree.tile(origin, tile).orElseThrow());
    return true;
  }
}
