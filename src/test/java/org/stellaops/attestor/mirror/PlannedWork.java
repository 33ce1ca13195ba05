package org.stellaops.attestor.mirror;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Does what a plan says, as the routes do, with a map for the files: what is asked of it and is not
 * there yet fails the test. Keeps what was brought, in order.
 */
final class PlannedWork {
  private final FakeLog log;
  private final boolean entries;
  private final Map<Resource, byte[]> disk = new LinkedHashMap<>();
  private final Set<Resource> brought = new LinkedHashSet<>();

  /** Begins with what a mirror of the first {@code covered} entries has. */
  PlannedWork(FakeLog log, long covered, boolean entries) {
    this.log = log;
    this.entries = entries;
    files(covered, entries).forEach(file -> disk.put(file, truth(file)));
  }

  /** Everything that a tree of this size consists of. */
  static Set<Resource> files(long size, boolean entries) {
    TreeShape shape = new TreeShape(size);
    Set<Resource> files = new LinkedHashSet<>();
    for (int level = 0; level < shape.levels(); level++) {
      for (long index = 0; index < shape.tiles(level); index++) {
        files.add(new Tile(level, index, shape.width(level, index)));
      }
    }
    LongStream.range(0, entries ? shape.tiles(0) : 0)
        .forEach(index -> files.add(new EntryBundle(index, shape.width(0, index))));
    return files;
  }

  /** Carries out the whole plan. */
  void carryOut(MirrorPlan plan) {
    split(plan.upperTiles(tile -> there(plan, tile)), this::bring);
    plan.edgeFiles().forEach(this::write);
    split(plan.units(tile -> there(plan, tile)), this::bring);
  }

  /** As Camel splits: it asks whether there is a next one before it hands out the one it has. */
  static <T> void split(Iterator<T> items, Consumer<T> step) {
    boolean more = items.hasNext();
    while (more) {
      T item = items.next();
      more = items.hasNext();
      step.accept(item);
    }
  }

  /** What is there now. */
  Set<Resource> files() {
    return disk.keySet();
  }

  /** What the plans have brought. */
  Set<Resource> brought() {
    return brought;
  }

  private void bring(WorkUnit unit) {
    unit.parent().filter(parent -> !disk.containsKey(parent.resource())).ifPresent(this::bring);
    Optional<TileHashes> parent = unit.parent().map(wanted -> onDisk((Tile) wanted.resource()));
    split(unit.children(parent, entries), this::bring);
  }

  private void bring(Wanted wanted) {
    wanted.admit(wanted.resource(), truth(wanted.resource())).forEach(this::write);
  }

  private void write(VerifiedFile file) {
    if (!Arrays.equals(file.bytes(), truth(file.resource()))) {
      throw new AssertionError("these are not the log's bytes of " + file.resource());
    }
    disk.put(file.resource(), file.bytes());
    brought.add(file.resource());
  }

  private TileHashes there(MirrorPlan plan, Tile tile) {
    return Optional.ofNullable(plan.edge().tiles().get(tile)).orElseGet(() -> onDisk(tile));
  }

  private TileHashes onDisk(Tile tile) {
    byte[] bytes = disk.get(tile);
    if (bytes == null) {
      throw new AssertionError(tile + " is read before it was brought");
    }
    return TileHashes.read(tile, bytes);
  }

  private byte[] truth(Resource resource) {
    return resource instanceof Tile tile ? log.tile(tile) : log.bundle((EntryBundle) resource);
  }
}
