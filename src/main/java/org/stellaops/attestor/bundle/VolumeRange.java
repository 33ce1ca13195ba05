package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The entries of one volume.
 *
 * @param from the first
 * @param to the one after the last
 */
record VolumeRange(long from, long to) {
  private static final long OVERHEAD_OF_SEGMENT = 128;
  private static final long TILE = TarFiles.space(32 * Resource.FULL) + OVERHEAD_OF_SEGMENT;

  /**
   * Cuts a range so that no volume is larger than wanted, even if nothing compresses.
   *
   * @param head the shape of the whole tree
   * @param fixed what every volume has besides its tree
   * @param most bytes of a volume, 0 for no limit
   */
  static List<VolumeRange> cut(
      MirroredFiles files, TreeShape head, long from, boolean entries, long fixed, long most) {
    if (most == 0) {
      return List.of(new VolumeRange(from, head.size()));
    }
    List<VolumeRange> volumes = new ArrayList<>();
    long begin = from / Resource.FULL;
    long full = fixed;
    for (long index = begin; index < head.tiles(0); index++) {
      long more = grown(space(files, head, index, entries));
      if (full + more > most && index > begin) {
        volumes.add(new VolumeRange(begin * Resource.FULL, index * Resource.FULL));
        begin = index;
        full = fixed;
      }
      if (full + more > most) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "a volume of " + most + " bytes is too small for this log",
            "allow at least " + (full + more) + " bytes");
      }
      full += more;
    }
    volumes.add(new VolumeRange(begin * Resource.FULL, head.size()));
    return volumes;
  }

  private static long space(MirroredFiles files, TreeShape head, long index, boolean entries) {
    // its level-0 tile, and its part of the tiles above; at the beginning of each unit all of them
    long tiles = index % Resource.FULL == 0 ? head.levels() : 1;
    long space = tiles * TILE;
    if (entries) {
      EntryBundle bundle = new EntryBundle(index, head.width(0, index));
      space += TarFiles.space(files.size(bundle)) + OVERHEAD_OF_SEGMENT;
    }
    return space;
  }

  /** What does not compress grows a little when it is tried. */
  private static long grown(long space) {
    return space + space / 500;
  }
}
