package org.stellaops.attestor.route;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/** What is known here of a log, against which a head is held that the log has signed. */
final class KnownHistory {
  private final CheckpointStore store;
  private final MirrorTree tree;

  KnownHistory(CheckpointStore store, MirrorTree tree) {
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
  boolean has(Origin origin, TreeHead shown) {
    Optional<TreeHead> same = store.checkpoint(origin, shown.size()).map(StoredCheckpoint::head);
    if (same.isPresent()) {
      if (!same.get().equals(shown)) {
        throw new ContradictionException(Failure.SPLIT_VIEW, same.get(), shown, Map.of());
      }
      return true;
    }
    Optional<LogState> state = store.find(origin);
    // the tiles of the mirrored tree are all here, those of the pending one perhaps
    return state.isPresent()
        && (isBeginning(origin, shown, state.get().pending())
            || isBeginning(origin, shown, state.get().mirrored()));
  }

  private boolean isBeginning(Origin origin, TreeHead shown, TreeHead known) {
    if (shown.size() >= known.size()) {
      return false;
    }
    GrowthProof proof = new GrowthProof(shown, known, Failure.SPLIT_VIEW);
    if (proof.tiles().stream().anyMatch(tile -> tree.tile(origin, tile).isEmpty())) {
      return false;
    }
    // they cannot go meanwhile: whoever prunes takes the log's lock
    proof.check(tile -> tree.tile(origin, tile).orElseThrow());
    return true;
  }
}
