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

/** What is known here of a log, against which a head is held that the log has signed. */
final class LocalHistory {
  private final CheckpointStore store;
  private final MirrorTree tree;

  LocalHistory(CheckpointStore store, MirrorTree tree) {
    this.store = store;
    this.tree = tree;
  }

  /**
   * Whether a head is one of this history, told from the checkpoint of its size, or from tiles of a
   * larger tree that is held true here.
   *
   * @return false if neither is here, which says nothing for or against it
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
    // the tiles of the mirrored tree are all here, those of the pending one perhaps
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
