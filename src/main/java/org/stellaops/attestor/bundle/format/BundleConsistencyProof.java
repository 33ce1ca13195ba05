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
 * That some smaller trees of a log are prefixes of a larger one, shown from the larger tree's tiles
 * as a sync shows it.
 *
 * @param head the larger tree
 * @param earlier notes of the smaller trees
 */
public record BundleConsistencyProof(TreeHead head, List<SignedCheckpoint> earlier) {
  /** Keeps the list as it is now. */
  public BundleConsistencyProof {
    earlier = List.copyOf(earlier);
  }

  /** The tiles that it reads, in the order in which a bundle has them. */
  public List<Tile> tiles() {
    List<Long> sizes = new ArrayList<>();
    earlier.forEach(note -> sizes.add(note.head().size()));
    return ProofTiles.of(head, sizes);
  }

  /**
   * Checks tiles from anywhere.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code bad_tile} if they are not
   *     the larger tree's
   * @throws org.stellaops.attestor.mirror.ContradictionException if they are, and a smaller tree is
   *     no prefix of it
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
