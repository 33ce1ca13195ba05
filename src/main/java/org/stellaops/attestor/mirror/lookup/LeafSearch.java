package org.stellaops.attestor.mirror.lookup;

import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Searches a leaf hash of unknown index by reading the level-0 tiles of a mirror on all cores. A
 * mirror of 10,000,000 entries has 39,063 of them, 320 MB.
 */
public final class LeafSearch {
  private final LocalMirror mirror;
  private final LongAdder missingTiles = new LongAdder();

  /** Searches this mirror. */
  public LeafSearch(LocalMirror mirror) {
    this.mirror = mirror;
  }

  /** The number of tiles to read. */
  public long tileCount() {
    return new TreeShape(mirror.head().size()).tiles(0);
  }

  /**
   * The first entry with this hash in a range of tiles, verified up to the signed root.
   *
   * @param from the first tile
   * @param to index after the last tile
   */
  public OptionalLong find(Hash leaf, long from, long to) {
    OptionalLong found =
        LongStream.range(from, to)
            .parallel()
            .map(tile -> indexIn(tile, leaf))
            .filter(index -> index >= 0)
            .findFirst();
    found.ifPresent(index -> mirror.inclusionProof(index, leaf));
    return found;
  }

  /** The number of tiles that could not be read because they were pruned or lost. */
  public long missingTileCount() {
    return missingTiles.sum();
  }

  private long indexIn(long tile, Hash leaf) {
    try {
      TileHashes hashes =
          mirror.read(new Tile(0, tile, new TreeShape(mirror.head().size()).width(0, tile)));
      for (int i = 0; i < hashes.width(); i++) {
        if (hashes.get(i).equals(leaf)) {
          return tile * Resource.FULL + i;
        }
      }
    } catch (AttestorException e) {
      if (e.failure() != Failure.INCOMPLETE) {
        throw e;
      }
      missingTiles.increment();
    }
    return -1;
  }
}
