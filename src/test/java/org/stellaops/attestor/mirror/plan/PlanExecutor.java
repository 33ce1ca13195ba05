package org.stellaops.attestor.mirror.plan;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Does what a plan says, as the routes do, with a map for the files: what is asked of it and is not
 * there yet fails the test. Keeps what was brought, in order.
 */
final class PlanExecutor {
  private final FakeLog log;
  private final boolean entries;
  private final Map<Resource, byte[]> disk = new LinkedHashMap<>();
  private final Set<Resource> fetched = new LinkedHashSet<>();

  /** Begins with what a mirror of the first {@code covered} entries has. */
  PlanExecutor(FakeLog log, long covered, boolean entries) {
    this.log = log;
    this.entries = entries;
    files(covered, entries).forEach(file -> disk.put(file, logContent(file)));
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
  void execute(FetchPlan plan) {
    split(plan.upperTiles(tile -> readTile(plan, tile)), this::fetch);
    plan.rightEdgeFiles().forEach(this::write);
    split(plan.units(tile -> readTile(plan, tile)), this::fetch);
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
  Set<Resource> fetchedFiles() {
    return fetched;
  }

  private void fetch(WorkUnit unit) {
    unit.parent().filter(parent -> !disk.containsKey(parent.resource())).ifPresent(this::fetch);
    Optional<TileHashes> parent =
        unit.parent().map(wanted -> requireOnDisk((Tile) wanted.resource()));
    split(unit.children(parent, entries), this::fetch);
  }

  private void fetch(ExpectedResource wanted) {
    wanted.verify(wanted.resource(), logContent(wanted.resource())).forEach(this::write);
  }

  private void write(VerifiedFile file) {
    if (!Arrays.equals(file.bytes(), logContent(file.resource()))) {
      throw new AssertionError("these are not the log's bytes of " + file.resource());
    }
    disk.put(file.resource(), file.bytes());
    fetched.add(file.resource());
  }

  private TileHashes readTile(FetchPlan plan, Tile tile) {
    return Optional.ofNullable(plan.rightEdge().tiles().get(tile))
        .orElseGet(() -> requireOnDisk(tile));
  }

  private TileHashes requireOnDisk(Tile tile) {
    byte[] bytes = disk.get(tile);
    if (bytes == null) {
      throw new AssertionError(tile + " is read before it was brought");
    }
    return TileHashes.read(tile, bytes);
  }

  private byte[] logContent(Resource resource) {
    return resource instanceof Tile tile ? log.tile(tile) : log.entryBundle((EntryBundle) resource);
  }
}
