package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.retention.TablePurge;
import org.stellaops.attestor.mirror.store.PurgeStore;
import org.stellaops.attestor.mirror.store.StoreTable;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Years of cycles, bundles, growth and proposed shards: what is purged and what must stay. */
class StoreRetentionTest {
  private static final Instant NOW = Instant.now();

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("retained.example/log").grow(300);
  private FakeLogServer server;
  private TestConfiguration configuration;
  private MirrorUnderTest mirror;
  private PostgresStore store;

  @BeforeEach
  void start() {
    server = FakeLogServer.start(log);
    configuration = new TestConfiguration(directory).follow("log", log, server.url());
    mirror = configuration.start();
    assertThat(mirror.sync().message()).isEmpty();
    store = PostgresStore.openReadOnly(configuration.settings());
  }

  @AfterEach
  void stop() {
    store.close();
    mirror.close();
    server.close();
  }

  @Test
  void cyclesGoByAgeAndTheNewestOfEachBackendStays() {
    insertCycles("log", 50, 100);
    insertCycles("gone", 200, 30);

    assertThat(purge(StoreTable.CYCLES, Duration.ofDays(90), 1_000_000)).isEqualTo(60 + 29);
    // those of less than 90 days, the one that the sync has written, and the newest of the other
    assertThat(rows(StoreTable.CYCLES)).isEqualTo(40 + 1 + 1);
    assertThat(purge(StoreTable.CYCLES, Duration.ofDays(90), 1_000_000)).isZero();
  }

  @Test
  void cyclesGoByNumberWhateverTheirAge() {
    insertCycles("log", 0, 80);

    assertThat(purge(StoreTable.CYCLES, Duration.ZERO, 50)).isEqualTo(30);
    // the first row is the newest report of the backend
    assertThat(rows(StoreTable.CYCLES)).isEqualTo(50 + 1);
  }

  @Test
  void aHundredThousandCyclesGoInBatchesWhileASyncWrites() throws Exception {
    mirror.execute(
        "insert into sync_cycles (backend, origin, started_at, finished_at, outcome, tiles,"
            + " entry_bundles, bytes, requests) select 'log', 'o', t, t, 'unchanged', 0, 0, 0, 0"
            + " from (select now() - interval '1 year' - make_interval(secs => n) as t"
            + " from generate_series(1, 100000) n) s");
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Long> second =
          other.submit(() -> purge(StoreTable.CYCLES, Duration.ofDays(90), 1_000_000));
      long removed = purge(StoreTable.CYCLES, Duration.ofDays(90), 1_000_000);
      log.grow(10);
      assertThat(mirror.sync().message()).isEmpty();
      assertThat(removed + second.get()).isEqualTo(100_000);
    } finally {
      other.shutdown();
    }
    assertThat(rows(StoreTable.CYCLES)).isEqualTo(2);
  }

  @Test
  void aPurgeThatEndsEarlyLeavesRowsForTheNext() {
    insertCycles("log", 100, 20);

    assertThat(store.purges().purge(StoreTable.CYCLES, before(90), 1_000_000, 7)).isEqualTo(7);

    assertThat(purge(StoreTable.CYCLES, Duration.ofDays(90), 1_000_000)).isEqualTo(13);
  }

  @Test
  void growthIsThinnedAndTheNewestOfTheOldStays() {
    // one growth each quarter of an hour of 40 days
    mirror.execute(
        "delete from mirror_growth; insert into mirror_growth select 'o', n, date_trunc('hour',"
            + " now()) - interval '40 days' + n * interval '15 minutes' - interval '1 second' from"
            + " generate_series(1, 40 * 96) n");
    long before = oldestEnough(Duration.ofDays(20));

    purge(StoreTable.GROWTH, Duration.ofDays(30), 1_000_000);

    assertThat(rows(StoreTable.GROWTH)).isBetween(29 * 24L + 90, 30 * 24L + 100);
    // one record for each hour: pruning by age is off by less than an hour
    assertThat(before - oldestEnough(Duration.ofDays(20))).isBetween(0L, 4L);
    assertThat(oldestEnough(Duration.ofDays(30))).isPositive();
  }

  @Test
  void exportsThatLaterOnesBuildOnStay() {
    mirror.execute(
        "insert into bundles (direction, backend, origin, file, bytes, who, started_at,"
            + " finished_at, outcome, tree_size) select direction, 'log', 'o', 'f', 0, 'me', t, t,"
            + " case direction when 'export' then 'written' else 'bad_bundle' end, n from"
            + " generate_series(1, 150) n, (select now() - interval '2 years' as t) s, (values"
            + " ('export'), ('import')) d(direction)");

    assertThat(purge(StoreTable.BUNDLES, Duration.ofDays(365), 1_000_000)).isEqualTo(150 + 50);
    assertThat(rows(StoreTable.BUNDLES)).isEqualTo(100);
  }

  @Test
  void proposedShardsGoAndAcceptedOnesStay() {
    mirror.execute(
        "insert into rekor_shards select 'log', n, 'proposed', t, t from generate_series(1, 300) n,"
            + " (select now() - interval '1 day' as t) s; insert into rekor_shards select 'log',"
            + " 1000 + n, 'proposed', t, t - n * interval '1 second' from generate_series(1, 150)"
            + " n, (select now() as t) s; insert into rekor_shards select 'log', 2000 + n,"
            + " 'active', t, t, t from generate_series(1, 7) n, (select now() - interval '9 years'"
            + " as t) s");

    assertThat(purge(StoreTable.SHARDS, Duration.ofDays(30), 1_000_000)).isEqualTo(350);
    assertThat(rows(StoreTable.SHARDS)).isEqualTo(107);
  }

  @Test
  void commandsListSizesAndPurge() {
    insertCycles("log", 100, 20);

    CommandResult test = runStella("checkpoint-store", "test");
    assertThat(test.status()).isZero();
    assertThat(test.out())
        .contains("good: ")
        .containsPattern("sync_cycles +21 .* 2160h")
        .containsPattern("evidence +0 .* for ever");
    assertThat(runStella("checkpoint-store", "test", "-o", "json").out())
        .contains("\"table\" : \"mirror_growth\"");
    assertThat(runStella("checkpoint-store", "purge", "--dry-run").out())
        .containsPattern("sync_cycles +20");
    assertThat(rows(StoreTable.CYCLES)).isEqualTo(21);
    assertThat(runStella("checkpoint-store", "purge").out()).containsPattern("sync_cycles +20");
    assertThat(rows(StoreTable.CYCLES)).isEqualTo(1);
  }

  /** One cycle a day, the newest so many days ago. */
  private void insertCycles(String backend, int newestDay, int days) {
    mirror.execute(
        ("insert into sync_cycles (backend, origin, started_at, finished_at, outcome, tiles,"
                + " entry_bundles, bytes, requests) select '%s', 'o', t, t, 'unchanged', 0, 0, 0, 0"
                + " from (select now() - make_interval(days => n, mins => 1) as t from"
                + " generate_series(%d, %d) n order by n desc) s")
            .formatted(backend, newestDay, newestDay + days - 1));
  }

  private long purge(StoreTable table, Duration age, long maxRows) {
    PurgeStore purges = store.purges();
    TablePurge purge = new TablePurge(purges, Map.of(table, age), maxRows, Clock.systemUTC());
    return purge.run(table);
  }

  private long rows(StoreTable table) {
    return store.purges().sizes().stream()
        .filter(size -> size.table() == table)
        .mapToLong(PurgeStore.TableSize::rows)
        .sum();
  }

  private long oldestEnough(Duration age) {
    return store.retention().entriesMirroredFor(new Origin("o"), age);
  }

  private static Instant before(int days) {
    return NOW.minus(Duration.ofDays(days));
  }

  private CommandResult runStella(String... command) {
    return CommandResult.runWithConfig(configuration.file(), command);
  }
}
