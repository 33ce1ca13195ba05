package org.stellaops.attestor.bundle.write;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.bundle.format.TileRange;
import org.stellaops.attestor.bundle.format.TileRanges;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/** Divides tile ranges into segments. The boundaries depend on the sizes of the files only. */
final class OutboundSegments implements Iterator<OutboundSegment> {
  private final TileRanges ranges;
  private final MirrorReader mirror;
  private final Compression compression;
  private final BufferPool pool = Segment.bufferPool();
  private List<ExpectedResource> remaining = List.of();
  private boolean incompressible;
  private long nextIndex;
  private @Nullable OutboundSegment next;

  OutboundSegments(TileRanges ranges, MirrorReader mirror, Compression compression) {
    this.ranges = ranges;
    this.mirror = mirror;
    this.compression = compression;
  }

  /** Plans the next segment, so that errors are thrown here and not by {@link #next}. */
  @Override
  public boolean hasNext() {
    if (next == null && (!remaining.isEmpty() || ranges.hasNext())) {
      next = planNext();
    }
    return next != null;
  }

  @Override
  public OutboundSegment next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    OutboundSegment segment = next;
    next = null;
    return segment;
  }

  private OutboundSegment planNext() {
    if (remaining.isEmpty()) {
      TileRange range = ranges.next();
      remaining = range.expected();
      incompressible = range.kind() != TileRange.Kind.ENTRIES;
    }
    List<ExpectedResource> expected = new ArrayList<>();
    long size = 0;
    for (ExpectedResource each : remaining) {
      long added = TarFiles.paddedSize(mirror.size(each.resource()));
      boolean full = size + added > Segment.TARGET_BYTES || expected.size() == Segment.MAX_FILES;
      if (full && !expected.isEmpty()) {
        break;
      }
      expected.add(each);
      size += added;
    }
    remaining = remaining.subList(expected.size(), remaining.size());
    return new OutboundSegment(nextIndex++, incompressible, expected, mirror, compression, pool);
  }
}
