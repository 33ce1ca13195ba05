package org.stellaops.attestor.bundle.write;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.format.LookaheadIterator;
import org.stellaops.attestor.bundle.format.TileRange;
import org.stellaops.attestor.bundle.format.TileRanges;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.plan.ExpectedResource;

/** Divides tile ranges into segments. The boundaries depend on the sizes of the files only. */
final class OutboundSegments extends LookaheadIterator<OutboundSegment> {
  private final TileRanges ranges;
  private final MirrorReader mirror;
  private final Compression compression;
  private final BufferPool pool = Segment.bufferPool();
  private List<ExpectedResource> remaining = List.of();
  private boolean incompressible;
  private long nextIndex;

  OutboundSegments(TileRanges ranges, MirrorReader mirror, Compression compression) {
    this.ranges = ranges;
    this.mirror = mirror;
    this.compression = compression;
  }

  @Override
  protected @Nullable OutboundSegment advance() {
    if (remaining.isEmpty() && !ranges.hasNext()) {
      return null;
    }
    if (remaining.isEmpty()) {
      TileRange range = ranges.next();
      remaining = range.expected();
      incompressible = range.kind() != TileRange.Kind.ENTRIES;
    }
    int count = Segment.filesThatFit(remaining, file -> mirror.size(file.resource()));
    List<ExpectedResource> expected = remaining.subList(0, count);
    remaining = remaining.subList(count, remaining.size());
    return new OutboundSegment(nextIndex++, incompressible, expected, mirror, compression, pool);
  }
}
