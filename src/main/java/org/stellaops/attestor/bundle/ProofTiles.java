package org.stellaops.attestor.bundle;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The tiles at the beginning of a bundle: the right edge of its tree, and the path to where each of
 * some smaller trees ends. A bundle without tiles has those for every note that it carries, so that
 * it links to each of them; one with tiles has the rest in its tree anyway. A log without tiles has
 * none, and consistency proofs in their place.
 */
final class ProofTiles {
  private ProofTiles() {}

  /** Those of a bundle, in the order in which they come. */
  static List<Tile> of(BundleManifest manifest) {
    return manifest.provesByTiles() ? of(manifest.head(), Notes.smaller(manifest)) : List.of();
  }

  /** In the order in which they come. */
  static List<Tile> of(TreeHead head, Collection<Long> smaller) {
    Set<Tile> tiles = new LinkedHashSet<>(between(0, head));
    smaller.forEach(size -> tiles.addAll(between(size, head)));
    return List.copyOf(tiles);
  }

  /** Which tiles these are follows from the sizes alone. */
  private static List<Tile> between(long size, TreeHead head) {
    TreeHead any = size == 0 ? TreeHead.EMPTY : new TreeHead(size, Hash.of(new byte[Hash.BYTES]));
    return new GrowthProof(any, head).tiles();
  }
}
