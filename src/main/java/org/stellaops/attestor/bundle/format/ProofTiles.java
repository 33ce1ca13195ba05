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
 * The tiles at the beginning of a bundle: the right edge of its tree, and the path to where each of
 * some smaller trees ends. A bundle without tiles has those for every note that it carries, so that
 * it links to each of them; one with tiles has the rest in its tree anyway. A log without tiles has
 * none, and consistency proofs in their place.
 */
public final class ProofTiles {
  private ProofTiles() {}

  /** Those of a bundle, in the order in which they come. */
  public static List<Tile> of(BundleManifest manifest) {
    return manifest.hasProofTiles()
        ? of(manifest.head(), ProvedNotes.sizesProvedByTiles(manifest))
        : List.of();
  }

  /** In the order in which they come. */
  static List<Tile> of(TreeHead head, Collection<Long> earlierSizes) {
    Set<Tile> tiles = new LinkedHashSet<>(between(0, head));
    earlierSizes.forEach(size -> tiles.addAll(between(size, head)));
    return List.copyOf(tiles);
  }

  /** Which tiles these are follows from the sizes alone. */
  private static List<Tile> between(long size, TreeHead head) {
    TreeHead placeholder =
        size == 0 ? TreeHead.EMPTY : new TreeHead(size, Hash.of(new byte[Hash.BYTES]));
    return new TileConsistencyProof(placeholder, head).requiredTiles();
  }
}
