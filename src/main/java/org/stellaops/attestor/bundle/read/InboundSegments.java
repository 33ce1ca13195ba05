package org.stellaops.attestor.bundle.read;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.LookaheadIterator;
import org.stellaops.attestor.bundle.format.TileRange;
import org.stellaops.attestor.bundle.format.TileRanges;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * Assigns the expected files to each segment. Parent tiles are verified by this class and by the
 * consumer, because the hashes of later files come from them. Only the tiles above level 1 and the
 * current level-1 tile are kept.
 */
public final class InboundSegments extends LookaheadIterator<InboundSegment> implements TileSource {
  private final SegmentReader segments;
  private final Set<Tile> retainedTiles;
  private final TreeFileCounter counter;
  private final TileRanges ranges;
  private final BufferPool pool = Segment.bufferPool();
  private final Map<Tile, TileHashes> upperTiles = new HashMap<>();
  private final Map<Tile, TileHashes> retained = new HashMap<>();
  private Map<Tile, TileHashes> currentParent = Map.of();
  private TileRange.Kind kind = TileRange.Kind.PARENT;
  private List<ExpectedResource> remaining = List.of();

  InboundSegments(
      SegmentReader segments,
      Backend backend,
      BundleManifest manifest,
      VerifiedTiles verified,
      Set<Tile> retainedTiles,
      TreeFileCounter counter) {
    this.segments = segments;
    this.retainedTiles = Set.copyOf(retainedTiles);
    this.counter = counter;
    this.ranges =
        new TileRanges(backend, manifest.content(), manifest.from(), manifest.to(), verified, this);
  }

  @Override
  protected @Nullable InboundSegment advance() {
    if (remaining.isEmpty() && !ranges.hasNext()) {
      return null;
    }
    if (remaining.isEmpty()) {
      TileRange range = ranges.next();
      remaining = range.expected();
      kind = range.kind();
    }
    Segment segment = segments.next(pool.acquire());
    if (segment.fileCount() < 1 || segment.fileCount() > remaining.size()) {
      throw BundleErrors.rejected(
          "segment: invalid number of files at %s: %s, expected 1 to %s"
              .formatted(remaining.get(0).resource(), segment.fileCount(), remaining.size()));
    }
    List<ExpectedResource> expected = remaining.subList(0, segment.fileCount());
    remaining = remaining.subList(segment.fileCount(), remaining.size());
    InboundSegment inbound = new InboundSegment(segment, expected, pool);
    count(expected.size());
    if (isParentOrRetained(expected)) {
      retain(inbound);
    }
    return inbound;
  }

  private void count(int files) {
    if (kind == TileRange.Kind.ENTRIES) {
      counter.addEntryBundles(files);
    } else {
      counter.addTiles(files);
    }
  }

  private boolean isParentOrRetained(List<ExpectedResource> expected) {
    return kind == TileRange.Kind.PARENT
        || kind == TileRange.Kind.LEAVES
            && expected.stream().anyMatch(each -> retainedTiles.contains(each.resource()));
  }

  private void retain(InboundSegment inbound) {
    ReusableBuffer buffer = pool.acquire();
    for (VerifiedFile file : inbound.verifyInto(buffer)) {
      Tile tile = (Tile) file.resource();
      TileHashes hashes = TileHashes.wrap(tile, file.content().copy());
      if (tile.level() > 1) {
        upperTiles.put(tile, hashes);
      } else if (tile.level() == 1) {
        currentParent = Map.of(tile, hashes);
      }
      if (retainedTiles.contains(tile)) {
        retained.put(tile, hashes);
      }
    }
    pool.release(buffer);
  }

  /** The tiles to retain that were read so far, all verified. */
  public Map<Tile, TileHashes> retained() {
    return Map.copyOf(retained);
  }

  @Override
  public TileHashes read(Tile tile) {
    TileHashes hashes =
        currentParent.containsKey(tile) ? currentParent.get(tile) : upperTiles.get(tile);
    if (hashes == null) {
      throw new IllegalStateException("unexpected order: " + tile + " must precede its children");
    }
    return hashes;
  }
}
