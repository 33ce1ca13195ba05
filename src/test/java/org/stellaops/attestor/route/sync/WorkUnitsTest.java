package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

class WorkUnitsTest {
  private static final Tile PARENT = new Tile(1, 0, 3);

  @TempDir private Path directory;

  @Test
  void needsParentWhenNotOnDisk() throws IOException {
    SingleLogFixture one = log(true);
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    UnitOperation unit = units.begin(unit(one));

    assertThat(units.needsParent(unit)).isTrue();
    assertThat(units.parent(unit).resource()).isEqualTo(PARENT);
    put(one, PARENT);
    assertThat(units.needsParent(unit)).isFalse();
  }

  @Test
  void needsParentWhenDamaged() throws IOException {
    SingleLogFixture one = log(true);
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    for (byte[] damage : damaged(one.log.tile(PARENT))) {
      put(one, PARENT, damage);
      assertThat(units.needsParent(units.begin(unit(one)))).isTrue();
    }
  }

  @Test
  void listsMissingResourcesUntilComplete() throws IOException {
    SingleLogFixture one = log(true);
    put(one, PARENT);

    assertThat(missing(one))
        .containsExactly(
            EntryBundle.full(0), EntryBundle.full(1), EntryBundle.full(2), new EntryBundle(3, 9));
    for (Resource resource : missing(one)) {
      put(one, resource);
    }
    for (int index = 0; index < 3; index++) {
      put(one, Tile.full(0, index));
    }
    assertThat(missing(one)).isEmpty();
  }

  @Test
  void listsTilesWhenEntriesAreNotMirrored() throws IOException {
    SingleLogFixture one = log(false);
    put(one, PARENT);
    put(one, Tile.full(0, 1));

    assertThat(missing(one)).containsExactly(Tile.full(0, 0), Tile.full(0, 2));
  }

  @Test
  void refetchesEntryBundleWithoutLeafTile() throws IOException {
    SingleLogFixture one = log(true);
    put(one, PARENT);
    put(one, EntryBundle.full(0));
    put(one, EntryBundle.full(1));
    put(one, Tile.full(0, 1));

    assertThat(missing(one))
        .containsExactly(EntryBundle.full(0), EntryBundle.full(2), new EntryBundle(3, 9));
  }

  @Test
  void refetchesDamagedFile() throws IOException {
    SingleLogFixture one = log(true);
    put(one, PARENT);
    put(one, Tile.full(0, 0));
    put(one, EntryBundle.full(0));
    assertThat(missing(one)).doesNotContain(EntryBundle.full(0));

    for (Resource file : List.of(EntryBundle.full(0), Tile.full(0, 0))) {
      byte[] truth = bytes(one, file);
      for (byte[] damage : damaged(truth)) {
        put(one, file, damage);
        assertThat(missing(one)).as("%s spoilt", file).contains(EntryBundle.full(0));
      }
      put(one, file, truth);
    }
    assertThat(missing(one)).doesNotContain(EntryBundle.full(0));
  }

  /** Whoever wrote it may have been killed before it had reached the disk. */
  @Test
  void syncsExistingFiles() throws IOException {
    SingleLogFixture one = log(true);
    put(one, PARENT);
    put(one, EntryBundle.full(1));
    put(one, Tile.full(0, 1));
    put(one, EntryBundle.full(2));
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    UnitOperation operation = units.begin(unit(one));

    units.missingResources(operation).forEachRemaining(missing -> {});

    assertThat(operation.unflushedFiles().takeAll())
        .containsExactlyInAnyOrder(PARENT, EntryBundle.full(1), Tile.full(0, 1));
    assertThat(operation.counters().tiles() + operation.counters().entryBundles()).isZero();
  }

  @Test
  void reportHasCounters() {
    SingleLogFixture one = log(true);
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    WorkUnit unit = unit(one);
    UnitOperation operation = units.begin(unit);
    WorkCounters tally = operation.counters();
    tally.countRequest();
    tally.countWritten(EntryBundle.full(0), 1_000);
    tally.countWritten(Tile.full(0, 0), 8_192);

    assertThat(operation.backendId()).isEqualTo("one");
    assertThat(units.succeeded(operation))
        .isEqualTo(new UnitReport(unit, null, "", "", 1, 1, 1, 9_192));
    UnitReport failed = units.failed(operation, new ConnectException("refused"));
    assertThat(failed.failure()).isEqualTo(Failure.NETWORK);
    assertThat(failed.requests()).isEqualTo(1);
    assertThatThrownBy(failed::requireSuccess)
        .hasMessage("the connection to the log failed: refused")
        .isInstanceOfSatisfying(AttestorException.class, e -> assertThat(e.hint()).isNotEmpty());
  }

  @Test
  void rejectsUnitOfUnknownBackend() {
    SingleLogFixture one = log(true);
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    WorkUnit strange = new WorkUnit("two", 0, 1, 0, "", "ab".repeat(32));

    assertThatThrownBy(() -> units.missingResources(units.begin(strange)))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION));
  }

  private SingleLogFixture log(boolean entries) {
    SingleLogFixture one = new SingleLogFixture(directory, entries);
    one.log.grow(3 * 256 + 9);
    return one;
  }

  private static WorkUnit unit(SingleLogFixture one) {
    VerifiedTiles edge =
        new TileConsistencyProof(TreeHead.EMPTY, one.log.head())
            .verify(tile -> TileHashes.read(tile, one.log.tile(tile)));
    return new FetchPlan(one.backend(), edge, 0, 1_000).units(edge).next();
  }

  private static List<Resource> missing(SingleLogFixture one) {
    List<Resource> missing = new ArrayList<>();
    WorkUnits units = new WorkUnits(one.catalog, one.tree);
    units
        .missingResources(units.begin(unit(one)))
        .forEachRemaining(wanted -> missing.add(wanted.resource()));
    return missing;
  }

  private static List<byte[]> damaged(byte[] truth) {
    byte[] flipped = truth.clone();
    flipped[truth.length - 1] ^= 1;
    return List.of(
        new byte[0],
        new byte[truth.length],
        Arrays.copyOf(truth, truth.length - 1),
        Arrays.copyOf(truth, truth.length + 1),
        flipped);
  }

  private void put(SingleLogFixture one, Resource resource) throws IOException {
    put(one, resource, bytes(one, resource));
  }

  private void put(SingleLogFixture one, Resource resource, byte[] bytes) throws IOException {
    Path file = file(one, resource);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private Path file(SingleLogFixture one, Resource resource) {
    return directory.resolve(one.tree.path(one.backend().origin(), resource));
  }

  private static byte[] bytes(SingleLogFixture one, Resource resource) {
    return resource instanceof Tile tile
        ? one.log.tile(tile)
        : one.log.entryBundle((EntryBundle) resource);
  }
}
