package org.stellaops.attestor.bundle.format;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * Computes the tree files of a volume from its manifest: which files follow the proof tiles, in
 * which order, and the hash that each must have. Reader and writer use the same ranges, which are
 * those of {@link FetchPlan}. The order is specified in {@code docs/bundle-format.md}, section 7.
 */
public final class TileRanges extends LookaheadIterator<TileRange> {
  private final VerifiedTiles verified;
  private final boolean includeEntries;
  private final TileSource parents;
  private final Iterator<ExpectedResource> upperTiles;
  private final Iterator<WorkUnit> units;
  private final Deque<Supplier<@Nullable TileRange>> unitRanges = new ArrayDeque<>();

  /**
   * Creates the ranges of one volume.
   *
   * @param from first entry of the volume
   * @param to the entry after the last
   * @param verified the proof tiles, which are not repeated
   * @param parents provides the tiles of earlier ranges
   */
  public TileRanges(
      Backend backend,
      BundleContent content,
      long from,
      long to,
      VerifiedTiles verified,
      TileSource parents) {
    this.verified = verified;
    this.includeEntries = content == BundleContent.ENTRIES;
    this.parents = parents;
    if (content == BundleContent.CHECKPOINTS) {
      this.upperTiles = Collections.emptyIterator();
      this.units = Collections.emptyIterator();
      return;
    }
    long end = (to + Resource.FULL - 1) / Resource.FULL;
    FetchPlan plan = new FetchPlan(backend, verified, from, end - from / Resource.FULL);
    this.upperTiles = plan.upperTiles(this::parent);
    this.units = plan.units(this::parent);
  }

  @Override
  protected @Nullable TileRange advance() {
    TileRange next = null;
    while (next == null && (upperTiles.hasNext() || !unitRanges.isEmpty() || units.hasNext())) {
      next = nextRange();
    }
    return next;
  }

  private @Nullable TileRange nextRange() {
    if (upperTiles.hasNext()) {
      return range(TileRange.Kind.PARENT, List.of(upperTiles.next()));
    }
    if (unitRanges.isEmpty()) {
      WorkUnit unit = units.next();
      unitRanges.add(() -> range(TileRange.Kind.PARENT, unit.parent().stream().toList()));
      unitRanges.add(() -> range(TileRange.Kind.LEAVES, children(unit, false)));
      if (includeEntries) {
        unitRanges.add(() -> range(TileRange.Kind.ENTRIES, children(unit, true)));
      }
    }
    return unitRanges.remove().get();
  }

  private @Nullable TileRange range(TileRange.Kind kind, List<ExpectedResource> expected) {
    List<ExpectedResource> remaining =
        expected.stream()
            .filter(resource ->
                !(resource.resource() instanceof Tile tile && verified.tiles().containsKey(tile)))
            .toList();
    return remaining.isEmpty() ? null : new TileRange(kind, remaining);
  }

  private List<ExpectedResource> children(WorkUnit unit, boolean entryBundles) {
    Optional<TileHashes> hashes = unit.parent().map(tile -> parent((Tile) tile.resource()));
    List<ExpectedResource> children = new ArrayList<>();
    unit.children(hashes, entryBundles).forEachRemaining(children::add);
    return children;
  }

  private TileHashes parent(Tile tile) {
    TileHashes known = verified.tiles().get(tile);
    return known == null ? parents.read(tile) : known;
  }
}
