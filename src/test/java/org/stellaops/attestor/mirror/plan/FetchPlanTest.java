package org.stellaops.attestor.mirror.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;
import org.stellaops.attestor.tlog.TreeShape;
import org.stellaops.attestor.tlog.UniformTree;

class FetchPlanTest {
  private static final long NO_LIMIT = Long.MAX_VALUE / 512;
  private static final int[] SIZES = {
    0, 1, 2, 255, 256, 257, 511, 512, 513, 515, 65_535, 65_536, 65_537, 65_792, 66_307, 70_000,
    131_071, 131_072, 131_073, 140_000
  };
  private static final FakeLog LOG = log();
  private static final TileSource LOG_TILES = tile -> TileHashes.read(tile, LOG.tile(tile));

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fetchesExactlyWhatIsMissing(boolean entries) {
    for (int covered : SIZES) {
      for (int size : SIZES) {
        if (covered <= size) {
          assertFetchesWhatIsMissing(covered, size, entries);
        }
      }
    }
  }

  @Test
  void fetchesEverySmallGrowthCompletely() {
    for (int covered = 0; covered <= 12; covered++) {
      for (int size = covered; size <= 12; size++) {
        assertFetchesWhatIsMissing(covered, size, true);
        assertFetchesWhatIsMissing(250 + covered, 250 + size, true);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 70000, 1000000",
    "0, 70000, 274",
    "0, 70000, 273",
    "0, 70000, 100",
    "0, 515, 1",
    "300, 66307, 7",
    "65535, 131073, 255",
    "65535, 131073, 256",
    "65535, 131073, 257",
    "140000, 140000, 1"
  })
  void budgetLimitsCycleAndNextCyclesContinue(int covered, int size, long budget) {
    PlanExecutor work = new PlanExecutor(LOG, covered, true);
    long at = covered;
    int cycles = 0;
    do {
      FetchPlan plan = plan(at, size, true, budget);
      assertThat(plan.fetchCount()).isLessThanOrEqualTo(budget);
      assertThat(plan.end()).isGreaterThanOrEqualTo(at);
      work.execute(plan);
      at = plan.end();
      cycles++;
    } while (at < size);

    assertThat(work.files()).containsAll(PlanExecutor.files(size, true));
    long bundles = (size + 255) / 256 - covered / 256;
    assertThat(cycles).isEqualTo((int) Math.max(1, (bundles + budget - 1) / budget));
  }

  @Test
  void fetchesGrowthBetweenLimitedCycles() {
    Random random = new Random(9);
    PlanExecutor work = new PlanExecutor(LOG, 0, true);
    long covered = 0;
    long size = 1;
    while (covered < 140_000) {
      size = Math.min(140_000, size + random.nextInt(20_000));
      FetchPlan plan = plan(covered, size, true, 1 + random.nextInt(60));
      work.execute(plan);
      covered = plan.end();
    }
    assertThat(work.files()).containsAll(PlanExecutor.files(140_000, true));
  }

  @Test
  void limitedCycleEndsAtFullBundle() {
    FetchPlan plan = plan(300, 70_000, true, 5);
    assertThat(plan.end()).isEqualTo(256 * 6);
    assertThat(plan.fetchCount()).isEqualTo(5);
    assertThat(list(plan.units(LOG_TILES)))
        .singleElement()
        .satisfies(unit -> {
          assertThat(unit.from()).isEqualTo(256);
          assertThat(unit.to()).isEqualTo(256 * 6);
          assertThat(unit.rightEdgeRoot()).isEmpty();
        });
  }

  @Test
  void completeMirrorFetchesOnlyLastBundleAgain() {
    assertThat(list(plan(512, 512, true, 9).units(LOG_TILES))).isEmpty();
    assertThat(plan(512, 512, true, 9).fetchCount()).isZero();
    assertThat(list(plan(515, 515, true, 9).units(LOG_TILES)))
        .singleElement()
        .satisfies(unit -> assertThat(unit.from()).isEqualTo(512));
  }

  @Test
  void unitsEndAtLevelOneTiles() {
    assertThat(list(plan(65_000, 140_000, true, NO_LIMIT).units(LOG_TILES)))
        .extracting(unit -> unit.from() + "-" + unit.to() + " under " + unit.parentWidth())
        .containsExactly(
            "64768-65536 under 256", "65536-131072 under 256", "131072-140000 under 34");
    assertThat(list(plan(0, 255, true, NO_LIMIT).units(LOG_TILES)))
        .extracting(unit -> unit.from() + "-" + unit.to() + " under " + unit.parentWidth())
        .containsExactly("0-255 under 0");
  }

  /** Every level of the largest trees, at a place where a unit, an upper tile and a level end. */
  @ParameterizedTest
  @CsvSource({
    "0, 16777215",
    "0, 16777216",
    "0, 16777217",
    "16777216, 33554433",
    "16777000, 50331648",
    "0, 4294967296",
    "0, 4294967297",
    "4294967295, 4311744513",
    "4294967296, 8589934592"
  })
  void listsUpperTilesMissingFromMirror(long covered, long size) {
    UniformTree tree = new UniformTree(size);
    FetchPlan plan = plan(tree, covered, size, NO_LIMIT);
    Set<Tile> there = new HashSet<>(plan.rightEdge().tiles().keySet());
    there.addAll(fullTiles(covered, 2));
    Set<Tile> brought = new LinkedHashSet<>();

    PlanExecutor.split(
        plan.upperTiles(tile -> {
          assertThat(there).as("parents come before children").contains(tile);
          return tree.read(tile);
        }),
        wanted -> {
          Tile tile = (Tile) wanted.resource();
          assertThat(wanted.verify(tile, tree.read(tile).bytes())).hasSize(1);
          assertThat(brought.add(tile)).isTrue();
          there.add(tile);
        });

    Set<Tile> missing = fullTiles(size, 2);
    missing.removeAll(fullTiles(covered, 2));
    assertThat(brought).containsExactlyInAnyOrderElementsOf(missing);
    assertUnitsAreContiguous(plan, tree, covered, size);
  }

  @Test
  void limitedCycleFetchesOnlyNeededUpperTiles() {
    UniformTree tree = new UniformTree(1L << 40);
    assertThat(list(plan(tree, 0, 1L << 40, 65_536).upperTiles(tree)))
        .extracting(wanted -> wanted.resource().path())
        .containsExactly("tile/4/000", "tile/3/000", "tile/2/000");
    assertThat(list(plan(tree, 0, 1L << 40, 65_537).upperTiles(tree)))
        .extracting(wanted -> wanted.resource().path())
        .containsExactly("tile/4/000", "tile/3/000", "tile/2/000", "tile/2/001");
    assertThat(list(plan(tree, 1L << 24, 1L << 40, 65_536).upperTiles(tree)))
        .extracting(wanted -> wanted.resource().path())
        .containsExactly("tile/4/000", "tile/3/000", "tile/2/001");
  }

  @Timeout(20)
  @ParameterizedTest
  @ValueSource(
      longs = {
        (1L << 40) - 1,
        1L << 40,
        (1L << 40) + 1,
        (1L << 48) + 77,
        (1L << 62) - 255,
        Long.MAX_VALUE
      })
  void plansTreesOfAnySizeLazily(long size) {
    UniformTree tree = new UniformTree(size);
    FetchPlan plan = plan(tree, 0, size, NO_LIMIT);

    assertThat(plan.end()).isPositive();
    assertThat(plan.fetchCount()).isPositive();
    List<Tile> read = tree.reads();
    read.clear();
    assertThat(plan.upperTiles(tree).hasNext()).isTrue();
    assertThat(read).as("asking whether there is one names none").isEmpty();
    assertThat(first(1_000, plan.upperTiles(tree))).hasSize(1_000);
    assertThat(read).hasSize(1_000);
    assertThat(first(1_000, plan.units(tree)))
        .hasSize(1_000)
        .allSatisfy(unit -> assertThat(unit.to() - unit.from()).isEqualTo(WorkUnit.MAX_ENTRIES));
  }

  @Timeout(20)
  @ParameterizedTest
  @ValueSource(longs = {1L << 40, (1L << 48) + 77, (1L << 62) - 255, Long.MAX_VALUE})
  void lastUnitOfLargestTreeEndsAtTreeSize(long size) {
    UniformTree tree = new UniformTree(size);
    FetchPlan plan = plan(tree, size - 100_000, size, NO_LIMIT);

    assertThat(plan.end()).isEqualTo(size);
    assertUnitsAreContiguous(plan, tree, size - 100_000, size);
  }

  private static void assertUnitsAreContiguous(
      FetchPlan plan, UniformTree tree, long covered, long size) {
    long at = covered / 256 * 256;
    long bundles = 0;
    for (Iterator<WorkUnit> units = plan.units(tree); units.hasNext(); ) {
      WorkUnit unit = units.next();
      assertThat(unit.from()).isEqualTo(at);
      assertThat(unit.parentWidth())
          .isEqualTo(new TreeShape(size).width(1, at / WorkUnit.MAX_ENTRIES));
      at = unit.to();
      bundles += (unit.to() - unit.from() + 255) / 256;
    }
    assertThat(at).isEqualTo(size);
    assertThat(plan.fetchCount()).isEqualTo(bundles);
  }

  private static void assertFetchesWhatIsMissing(int covered, int size, boolean entries) {
    PlanExecutor work = new PlanExecutor(LOG, covered, entries);
    FetchPlan plan = plan(covered, size, entries, NO_LIMIT);
    work.execute(plan);

    Set<Resource> missing = PlanExecutor.files(size, entries);
    missing.removeAll(PlanExecutor.files(covered, entries));
    Set<Resource> more = new HashSet<>(work.fetchedFiles());
    more.removeAll(missing);
    assertThat(work.fetchedFiles()).as("%d to %d", covered, size).containsAll(missing);
    // what stands at the edge is written again, because it costs no request
    assertThat(new TreeShape(size).partials()).as("%d to %d", covered, size).containsAll(more);
    assertThat(plan.end()).isEqualTo(size);
  }

  private static FetchPlan plan(long covered, long size, boolean entries, long budget) {
    TreeHead head = LOG.head(size);
    VerifiedTiles edge = new TileConsistencyProof(TreeHead.EMPTY, head).verify(LOG_TILES);
    return new FetchPlan(backend(entries), edge, covered, budget);
  }

  private static FetchPlan plan(UniformTree tree, long covered, long size, long budget) {
    TreeHead head = new TreeHead(size, tree.mth(size));
    VerifiedTiles edge = new TileConsistencyProof(TreeHead.EMPTY, head).verify(tree);
    return new FetchPlan(backend(true), edge, covered, budget);
  }

  private static Backend backend(boolean entries) {
    return TestBackends.tiles("plan", LOG.identity(), "https://plan.example/", entries);
  }

  private static Set<Tile> fullTiles(long size, int fromLevel) {
    TreeShape shape = new TreeShape(size);
    Set<Tile> tiles = new LinkedHashSet<>();
    for (int level = fromLevel; level < shape.levels(); level++) {
      for (long index = 0; index < shape.fullTiles(level); index++) {
        tiles.add(Tile.full(level, index));
      }
    }
    return tiles;
  }

  private static <T> List<T> list(Iterator<T> items) {
    List<T> list = new ArrayList<>();
    items.forEachRemaining(list::add);
    return list;
  }

  private static <T> List<T> first(int count, Iterator<T> items) {
    return Stream.generate(items::next).limit(count).toList();
  }

  private static FakeLog log() {
    return FakeLog.named("plan.example").grow(Arrays.stream(SIZES).max().orElseThrow());
  }
}
