package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

class TilesTest implements SyncListener {
  private final List<String> seen = new ArrayList<>();

  @TempDir private Path directory;
  private SingleLogFixture one;
  private SyncCycle cycle;

  @BeforeEach
  void accept() {
    one = new SingleLogFixture(directory, true);
    one.log.grow(140_000);
    cycle = one.accepted();
    cycle.setProof(
        cycle
            .transition()
            .requiredProof()
            .verify(tile -> TileHashes.read(tile, one.log.tile(tile))));
  }

  @AfterEach
  void releaseLock() {
    cycle.lock().close();
  }

  @Test
  void hasNoMissingTilesWhenDisabledOrComplete() {
    assertThat(tiles(TileBudget.UNLIMITED).hasMissing(cycle)).isTrue();
    assertThat(tiles(new TileBudget(false, 0)).hasMissing(cycle)).isFalse();

    one.store.advanceCovered(one.backend().origin(), 140_000);
    one.checkpoints().advanceMirrored(cycle);
    assertThat(tiles(TileBudget.UNLIMITED).hasMissing(cycle)).isFalse();
  }

  @Test
  void planIsLimitedByBudget() {
    Tiles tiles = tiles(new TileBudget(true, 300));
    tiles.plan(cycle);

    assertThat(units(tiles))
        .extracting(unit -> unit.from() + "-" + unit.to())
        .containsExactly("0-65536", "65536-76800");
    assertThat(seen).containsExactly("one brings 300");
  }

  @Test
  void rightEdgeNeedsNoRequest() {
    Tiles tiles = tiles(TileBudget.UNLIMITED);
    assertThat(tiles.needsRightEdge(cycle)).isFalse();
    tiles.plan(cycle);

    assertThat(tiles.rightEdgeFiles(cycle))
        .extracting(VerifiedFile::resource)
        .containsExactly(new Tile(2, 0, 2), new Tile(1, 2, 34), new Tile(0, 546, 224));
    assertThat(tiles.upperTiles(cycle).hasNext()).isFalse();
  }

  @Test
  void coveredSizeAdvancesFromTheLeft() {
    Tiles tiles = tiles(TileBudget.UNLIMITED);
    tiles.plan(cycle);
    List<WorkUnit> units = units(tiles);

    tiles.complete(cycle, done(units.get(1)));
    assertThat(one.state().covered()).isZero();
    tiles.complete(cycle, done(units.get(0)));
    assertThat(one.state().covered()).isEqualTo(131_072);
    tiles.complete(cycle, done(units.get(2)));
    assertThat(one.state().covered()).isEqualTo(140_000);
    assertThat(cycle.counters().requests()).isEqualTo(3 * 5);
    assertThat(cycle.counters().entryBundles()).isEqualTo(3 * 3);
  }

  @Test
  void failedUnitFailsCycleButIsCounted() {
    Tiles tiles = tiles(TileBudget.UNLIMITED);
    tiles.plan(cycle);
    UnitReport failed =
        new UnitReport(units(tiles).get(0), Failure.BAD_TILE, "forged", "look", 5, 4, 3, 2);

    assertThatThrownBy(() -> tiles.complete(cycle, failed))
        .hasMessage("forged")
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_TILE));
    assertThat(cycle.counters().requests()).isEqualTo(5);
    assertThat(one.state().covered()).isZero();
  }

  @Test
  void countsWrittenFilesAndNotifiesListener() {
    Tiles tiles = tiles(TileBudget.UNLIMITED);
    tiles.fileWritten(cycle, onDisk(new VerifiedFile(EntryBundle.full(7), new byte[1_000])));
    tiles.fileWritten(cycle, onDisk(new VerifiedFile(Tile.full(0, 7), new byte[8_192])));

    assertThat(seen)
        .containsExactly("one wrote tile/entries/007 of 1000", "one wrote tile/0/007 of 8192");
    assertThat(cycle.counters().bytes()).isEqualTo(9_192);
    assertThat(cycle.unflushedFiles().takeAll())
        .containsExactly(EntryBundle.full(7), Tile.full(0, 7));
    PrometheusText text = PrometheusText.parse(one.page.scrape());
    assertThat(text.value("attestor_rekor_sync_tiles_cached_total{backend=\"one\"}")).isEqualTo(1);
    assertThat(text.value("attestor_rekor_sync_entry_bundles_cached_total{backend=\"one\"}"))
        .isEqualTo(1);
  }

  @Test
  void removesTruncatedFile() {
    onDisk(new VerifiedFile(Tile.full(0, 7), new byte[4_096]));
    FileToWrite complete = toWrite(new VerifiedFile(Tile.full(0, 7), new byte[8_192]));

    assertThatThrownBy(() -> tiles(TileBudget.UNLIMITED).fileWritten(cycle, complete))
        .hasMessageContaining("tile/0/007")
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DISK));
    assertThat(one.tree.has(one.backend().origin(), Tile.full(0, 7))).isFalse();
    assertThat(cycle.counters().bytes()).isZero();
  }

  @Test
  void storesFilesBelowOriginDirectory() {
    VerifiedFile file = new VerifiedFile(new Tile(0, 1_234_067, 8), new byte[0]);

    assertThat(tiles(TileBudget.UNLIMITED).filesToWrite(cycle, null, List.of(file)))
        .extracting(FileToWrite::path)
        .containsExactly(one.backend().origin().directory() + "/tile/0/x001/x234/067.p/8");
  }

  @Override
  public void onStart(String backend, long amount) {
    seen.add(backend + " brings " + amount);
  }

  @Override
  public void onWritten(String backend, Resource resource, long bytes) {
    seen.add(backend + " wrote " + resource + " of " + bytes);
  }

  private FileToWrite onDisk(VerifiedFile file) {
    one.tree.write(one.backend().origin(), file);
    return toWrite(file);
  }

  private FileToWrite toWrite(VerifiedFile file) {
    return tiles(TileBudget.UNLIMITED).filesToWrite(cycle, null, List.of(file)).get(0);
  }

  private Tiles tiles(TileBudget budget) {
    return new Tiles(one.store, one.tree, one.metrics, this, budget);
  }

  private List<WorkUnit> units(Tiles tiles) {
    List<WorkUnit> units = new ArrayList<>();
    tiles.units(cycle).forEachRemaining(units::add);
    return units;
  }

  private static UnitReport done(WorkUnit unit) {
    return new UnitReport(unit, null, "", "", 5, 4, 3, 2);
  }
}
