package org.stellaops.attestor.bundle.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Proves with tiles of a larger tree that smaller trees are prefixes of it.
 *
 * @param head the larger tree
 * @param earlier checkpoints of the smaller trees
 */
public record BundleConsistencyProof(TreeHead head, List<SignedCheckpoint> earlier) {
  public BundleConsistencyProof {
    earlier = List.copyOf(earlier);
  }

  /** The tiles that the proof reads, in the order of a bundle. */
  public List<Tile> tiles() {
    List<Long> sizes = new ArrayList<>();
    earlier.forEach(note -> sizes.add(note.head().size()));
    return ProofTiles.of(head, sizes);
  }

  /**
   * Verifies tiles from an untrusted source.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if they do not
   *     belong to the larger tree
   * @throws org.stellaops.attestor.mirror.ContradictionException if they do, and a smaller tree is
   *     not a prefix of it
   */
  public VerifiedTiles verify(TileSource source) {
    Map<Tile, TileHashes> verified =
        new HashMap<>(new TileConsistencyProof(TreeHead.EMPTY, head).verify(source).tiles());
    for (SignedCheckpoint note : earlier) {
      verified.putAll(new TileConsistencyProof(note.head(), head).verify(source).tiles());
    }
    return new VerifiedTiles(head, verified);
  }
}
