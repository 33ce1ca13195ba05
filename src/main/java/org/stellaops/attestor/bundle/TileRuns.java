package org.stellaops.attestor.bundle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorPlan;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.mirror.WorkUnit;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/**
 * The tree in a bundle, from its range alone: which files come after those of the proof, in which
 * order, and what each must hash to. Who writes a bundle and who reads it go by the same runs,
 * which are those of the plan by which a log is downloaded.
 */
final class TileRuns implements Iterator<TileRun> {
  private final ProvedTiles proved;
  private final boolean entries;
  private final TileSource parents;
  private final Iterator<Wanted> upper;
  private final Iterator<WorkUnit> units;
  private final Deque<Supplier<Optional<TileRun>>> ofUnit = new ArrayDeque<>();
  private @Nullable TileRun next;

  /**
   * The runs of one volume.
   *
   * @param manifest its range and content
   * @param proved the tiles of the proof, which have come before and do not come again
   * @param parents where a tile of a run can be read once the next run is asked for
   */
  TileRuns(Backend backend, BundleManifest manifest, ProvedTiles proved, TileSource parents) {
    this.proved = proved;
    this.entries = manifest.hasEntries();
    this.parents = parents;
    long first = manifest.from() / Resource.FULL;
    long end = (manifest.to() + Resource.FULL - 1) / Resource.FULL;
    MirrorPlan plan =
        new MirrorPlan(backend, proved, manifest.from(), manifest.hasTiles() ? end - first : 1);
    this.upper = manifest.hasTiles() ? plan.upperTiles(this::parent) : List.<Wanted>of().iterator();
    this.units = manifest.hasTiles() ? plan.units(this::parent) : List.<WorkUnit>of().iterator();
  }

  @Override
  public boolean hasNext() {
    while (next == null && (upper.hasNext() || !ofUnit.isEmpty() || units.hasNext())) {
      next = advance().orElse(null);
    }
    return next != null;
  }

  @Override
  public TileRun next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    TileRun run = next;
    next = null;
    return run;
  }

  private Optional<TileRun> advance() {
    if (upper.hasNext()) {
      return run(TileRun.Kind.PARENT, List.of(upper.next()));
    }
    if (ofUnit.isEmpty()) {
      WorkUnit unit = units.next();
      ofUnit.add(() -> run(TileRun.Kind.PARENT, unit.parent().stream().toList()));
      ofUnit.add(() -> run(TileRun.Kind.LEAVES, children(unit, false)));
      if (entries) {
        ofUnit.add(() -> run(TileRun.Kind.ENTRIES, children(unit, true)));
      }
    }
    return ofUnit.remove().get();
  }

  private Optional<TileRun> run(TileRun.Kind kind, List<Wanted> all) {
    List<Wanted> left =
        all.stream()
            .filter(wanted ->
                !(wanted.resource() instanceof Tile tile && proved.tiles().containsKey(tile)))
            .toList();
    return left.isEmpty() ? Optional.empty() : Optional.of(new TileRun(kind, left));
  }

  private List<Wanted> children(WorkUnit unit, boolean bundles) {
    Optional<TileHashes> hashes = unit.parent().map(tile -> parent((Tile) tile.resource()));
    List<Wanted> children = new ArrayList<>();
    unit.children(hashes, bundles).forEachRemaining(children::add);
    return children;
  }

  private TileHashes parent(Tile tile) {
    TileHashes known = proved.tiles().get(tile);
    return known == null ? parents.read(tile) : known;
  }
}
