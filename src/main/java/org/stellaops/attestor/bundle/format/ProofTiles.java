package org.stellaops.attestor.bundle.format;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The proof tiles at the start of a bundle: the right edge of the exported tree and the paths to
 * the ends of smaller trees. With content checkpoints these are all trees whose checkpoints are in
 * the bundle; otherwise only the base, because the tree contains the other paths. A log without
 * tiles has consistency proofs instead.
 */
public final class ProofTiles {
  private ProofTiles() {}

  /** The proof tiles of a bundle in their order. */
  public static List<Tile> of(BundleManifest manifest) {
    return manifest.hasProofTiles()
        ? of(manifest.head(), ProvedNotes.sizesProvedByTiles(manifest))
        : List.of();
  }

  /** The proof tiles for these smaller trees in their order. */
  static List<Tile> of(TreeHead head, Collection<Long> earlierSizes) {
    Set<Tile> tiles = new LinkedHashSet<>(between(0, head));
    earlierSizes.forEach(size -> tiles.addAll(between(size, head)));
    return List.copyOf(tiles);
  }

  /** The tiles depend on the sizes only, so that the root of the smaller tree does not matter. */
  private static List<Tile> between(long size, TreeHead head) {
    TreeHead placeholder =
        size == 0 ? TreeHead.EMPTY : new TreeHead(size, Hash.of(new byte[Hash.BYTES]));
    return new TileConsistencyProof(placeholder, head).requiredTiles();
  }
}
