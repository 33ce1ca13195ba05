package org.stellaops.attestor.mirror.lookup;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * The entries at the beginning of a mirror that another history has as well.
 *
 * @param mirror the mirror
 * @param other verified tiles of the other history
 */
record CommonHistory(LocalMirror mirror, Map<Tile, TileHashes> other) {
  /** The number of those entries, as far as the tiles of the other history show them. */
  long size() {
    long size = 0;
    for (long end = end(0); end > size; end = end(size)) {
      size = end;
    }
    return size;
  }

  /**
   * The end of the largest common subtree that begins at this entry; the entry if there is none.
   */
  private long end(long start) {
    return other.entrySet().stream()
        .mapToLong(each -> end(start, each.getKey(), each.getValue()))
        .max()
        .orElse(start);
  }

  private long end(long start, Tile tile, TileHashes hashes) {
    int shift = tile.level() * Byte.SIZE;
    long position = start >>> shift;
    long end = (position + 1) << shift;
    int column = (int) (position % Resource.FULL);
    boolean isInTile =
        position << shift == start
            && position / Resource.FULL == tile.index()
            && column < hashes.width();
    return isInTile
            && end > start // no overflow
            && end <= mirror.head().size()
            && mirroredHash(tile.withWidth(column + 1))
                .filter(hashes.get(column)::equals)
                .isPresent()
        ? end
        : start;
  }

  /** The last hash of this tile; empty if the tile was pruned. */
  private Optional<Hash> mirroredHash(Tile tile) {
    try {
      return Optional.of(mirror.read(tile).get(tile.width() - 1));
    } catch (AttestorException e) {
      if (e.failure() == Failure.INCOMPLETE) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
