package org.stellaops.attestor.mirror.lookup;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Compares a checkpoint that an operator has from another network with the mirrored history.
 *
 * @param checkpointStore the heads to compare with
 * @param tree the tiles to compare with
 */
public record CheckpointCrossCheck(CheckpointStore checkpointStore, MirrorTree tree) {
  /**
   * Compares a checkpoint that was verified with the log's key.
   *
   * @return the contradiction; empty if both are of the same history
   * @throws AttestorException with {@code incomplete} if the mirror does not reach this size yet,
   *     with {@code bad_tile} if it is damaged
   */
  public Optional<Contradiction> compare(Backend backend, SignedCheckpoint theirs) {
    Optional<StoredCheckpoint> stored =
        checkpointStore.findCheckpoint(backend.origin(), theirs.head().size());
    if (stored.isPresent()) {
      return stored
          .filter(ours -> !ours.head().equals(theirs.head()))
          .map(ours -> new Contradiction(ours.head(), ours.note(), Map.of()));
    }
    if (!backend.hasTiles()) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "backend '%s' has no tiles, and no checkpoint of size %s is stored"
              .formatted(backend.id(), theirs.head().size()),
          "compare one of these sizes: stella attestor checkpoints list --backend " + backend.id());
    }
    LocalMirror mirror =
        LocalMirror.open(tree, backend)
            .filter(local -> theirs.head().size() <= local.head().size())
            .orElseThrow(() -> tooShort(backend, theirs));
    try {
      new TileConsistencyProof(theirs.head(), mirror.head(), Failure.SPLIT_VIEW).verify(mirror);
      return Optional.empty();
    } catch (ContradictionException e) {
      return Optional.of(new Contradiction(mirror.head(), mirror.checkpoint().note(), e.tiles()));
    }
  }

  /**
   * The local checkpoint that contradicts the other one, and the proof.
   *
   * @param known the local head
   * @param note its note
   * @param tiles the tiles that show the contradiction; empty if both have the same size
   */
  public record Contradiction(TreeHead known, SignedNote note, Map<Tile, TileHashes> tiles) {}

  private static AttestorException tooShort(Backend backend, SignedCheckpoint theirs) {
    return new AttestorException(
        Failure.INCOMPLETE,
        "the mirror of backend '%s' does not reach size %s yet"
            .formatted(backend.id(), theirs.head().size()),
        backend.updateHint(" --full"));
  }
}
