package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * That some smaller trees of a log are prefixes of a larger one, shown from the larger tree's tiles
 * as a sync shows it.
 *
 * @param head the larger tree
 * @param smaller notes of the smaller trees
 */
public record BundleProof(TreeHead head, List<SignedCheckpoint> smaller) {
  /** Keeps the list as it is now. */
  public BundleProof {
    smaller = List.copyOf(smaller);
  }

  /** The tiles that it reads, in the order in which a bundle has them. */
  public List<Tile> tiles() {
    List<Long> sizes = new ArrayList<>();
    smaller.forEach(note -> sizes.add(note.head().size()));
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
  public ProvedTiles check(TileSource source) {
    Map<Tile, TileHashes> proved =
        new HashMap<>(new GrowthProof(TreeHead.EMPTY, head).check(source).tiles());
    for (SignedCheckpoint note : smaller) {
      proved.putAll(new GrowthProof(note.head(), head).check(source).tiles());
    }
    return new ProvedTiles(head, proved);
  }
}
