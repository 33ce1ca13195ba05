package org.stellaops.attestor.mirror.audit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * Adjacent files of the same kind with the same fault.
 *
 * @param fault the fault of each file
 * @param first the leftmost
 * @param count the number of files; 1 if the first is partial
 */
public record DamagedRange(FileFault fault, Resource first, long count) {
  private static final Comparator<DamagedRange> TOP_DOWN =
      Comparator.<DamagedRange>comparingInt(range -> -level(range.first))
          .thenComparing(DamagedRange::fault)
          .thenComparing(range -> range.first.isPartial())
          .thenComparingLong(range -> range.first.index())
          .thenComparingInt(range -> range.first.width());

  /** Rejects an empty range, and a range of several files that starts with a partial one. */
  public DamagedRange {
    if (count < 1 || first.isPartial() && count > 1) {
      throw new IllegalArgumentException("invalid range of " + count + " files from " + first);
    }
  }

  static DamagedRange of(FileFault fault, Resource resource) {
    return new DamagedRange(fault, resource, 1);
  }

  /** Each file, from the left. */
  public Stream<Resource> resources() {
    return first.isPartial()
        ? Stream.of(first)
        : LongStream.range(first.index(), end()).mapToObj(this::resourceAt);
  }

  /** The rightmost file. */
  public Resource last() {
    return count == 1 ? first : resourceAt(end() - 1);
  }

  /**
   * Merges ranges to as few as possible: tiles from the top level down, then bundles, each from the
   * left.
   */
  static List<DamagedRange> merge(Collection<DamagedRange> ranges) {
    List<DamagedRange> merged = new ArrayList<>();
    for (DamagedRange next : ranges.stream().sorted(TOP_DOWN).toList()) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).isAdjacentTo(next)) {
        merged.set(last, merged.get(last).extendedBy(next));
      } else {
        merged.add(next);
      }
    }
    return List.copyOf(merged);
  }

  private boolean isAdjacentTo(DamagedRange next) {
    if (first.isPartial() || next.first.isPartial()) {
      return equals(next);
    }
    return fault == next.fault && level(first) == level(next.first) && next.first.index() <= end();
  }

  private DamagedRange extendedBy(DamagedRange next) {
    return new DamagedRange(fault, first, Math.max(end(), next.end()) - first.index());
  }

  private long end() {
    return first.index() + count;
  }

  private Resource resourceAt(long index) {
    return first instanceof Tile tile ? Tile.full(tile.level(), index) : EntryBundle.full(index);
  }

  private static int level(Resource resource) {
    return resource instanceof Tile tile ? tile.level() : -1;
  }
}
