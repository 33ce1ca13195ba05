package org.stellaops.attestor.bundle.write;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * The entries of one volume.
 *
 * @param from the first entry
 * @param to the entry after the last
 */
record VolumeRange(long from, long to) {
  private static final long SEGMENT_OVERHEAD_BYTES = 128;
  private static final long TILE_BYTES =
      TarFiles.paddedSize(32 * Resource.FULL) + SEGMENT_OVERHEAD_BYTES;

  /**
   * Divides a range so that no volume exceeds the limit, even if nothing compresses.
   *
   * @param shape the shape of the whole tree
   * @param fixedBytes size of everything but the tree in a volume
   * @param maxBytes greatest size of a volume, 0 for no limit
   * @throws AttestorException with {@code configuration} if the limit is too small for one entry
   *     bundle
   */
  static List<VolumeRange> split(
      MirrorReader mirror,
      TreeShape shape,
      long from,
      boolean includeEntries,
      long fixedBytes,
      long maxBytes) {
    if (maxBytes == 0) {
      return List.of(new VolumeRange(from, shape.size()));
    }
    List<VolumeRange> volumes = new ArrayList<>();
    long start = from / Resource.FULL;
    long used = fixedBytes;
    for (long index = start; index < shape.tiles(0); index++) {
      long added = withCompressionOverhead(size(mirror, shape, index, includeEntries));
      if (used + added > maxBytes && index > start) {
        volumes.add(new VolumeRange(start * Resource.FULL, index * Resource.FULL));
        start = index;
        used = fixedBytes;
      }
      if (used + added > maxBytes) {
        throw new AttestorException(
            Failure.CONFIGURATION,
            "volume size too small for this log: " + maxBytes + " bytes",
            "use at least " + (used + added) + " bytes");
      }
      used += added;
    }
    volumes.add(new VolumeRange(start * Resource.FULL, shape.size()));
    return volumes;
  }

  private static long size(
      MirrorReader mirror, TreeShape shape, long index, boolean includeEntries) {
    // its level-0 tile; at the start of each unit also the tiles above it
    long tiles = index % Resource.FULL == 0 ? shape.levels() : 1;
    long size = tiles * TILE_BYTES;
    if (includeEntries) {
      EntryBundle bundle = new EntryBundle(index, shape.width(0, index));
      size += TarFiles.paddedSize(mirror.size(bundle)) + SEGMENT_OVERHEAD_BYTES;
    }
    return size;
  }

  /** Incompressible data grows slightly when it is compressed. */
  private static long withCompressionOverhead(long size) {
    return size + size / 500;
  }
}
