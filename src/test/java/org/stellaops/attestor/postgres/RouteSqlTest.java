package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.CheckpointFixtures.LOG;
import static org.stellaops.attestor.postgres.CheckpointFixtures.NOON;
import static org.stellaops.attestor.postgres.CheckpointFixtures.head;
import static org.stellaops.attestor.postgres.CheckpointFixtures.note;
import static org.stellaops.attestor.postgres.CheckpointFixtures.parameters;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/** The statements that routes run, through the component that runs them there. */
class RouteSqlTest {
  private static final String STORE = "sql:classpath:sql/store-checkpoint.sql";
  private static final String RECORD = "sql:classpath:sql/record-cycle.sql";
  private static final Instant LATER = NOON.plusSeconds(300);

  private final Database database = TestDatabase.withSchema();
  private final PostgresCheckpointStore store = new PostgresCheckpointStore(new Sql(database));
  private final CamelContext camel = new DefaultCamelContext();
  private ProducerTemplate routes;

  @BeforeEach
  void start() {
    SqlComponent sql = new SqlComponent();
    sql.setDataSource(database.dataSource());
    camel.addComponent("sql", sql);
    camel.start();
    routes = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void acceptedCheckpointIsStoredUnchanged() {
    routes.sendBody(STORE, parameters(head(300), note(head(300)), NOON));

    assertThat(store.findCheckpoint(LOG, 300))
        .contains(new StoredCheckpoint(LOG, head(300), note(head(300)), NOON, NOON));
    assertThat(store.follow(LOG, "example", head(300), NOON)).isTrue();
  }

  @Test
  void firstNoteOfHeadIsKept() {
    SignedNote first = note(head(300), "first");
    routes.sendBody(STORE, parameters(head(300), first, NOON));
    routes.sendBody(STORE, parameters(head(300), note(head(300), "second"), LATER));
    routes.sendBody(STORE, parameters(head(300), note(head(300), "third"), NOON.minusSeconds(9)));

    assertThat(store.history(LOG, 9))
        .containsExactly(new StoredCheckpoint(LOG, head(300), first, NOON, LATER));
  }

  @Test
  void renamedBackendUpdatesCheckpoint() {
    routes.sendBody(STORE, parameters(head(300), note(head(300)), NOON));
    Map<String, Object> renamed = parameters(head(300), note(head(300)), LATER);
    renamed.put("backend", "renamed");
    routes.sendBody(STORE, renamed);

    assertThat(rows("select backend from rekor_checkpoints")).containsExactly("renamed");
  }

  @Test
  void consistencyAndFreezeAreStored() {
    Map<String, Object> step = parameters(head(300), note(head(300)), NOON);
    step.put("consistentFrom", 256L);
    step.put("frozen", true);
    routes.sendBody(STORE, step);

    assertThat(
            rows(
                "select concat_ws(' ', backend, key_name, key_id, frozen, consistent_from)"
                    + " from rekor_checkpoints"))
        .containsExactly("example key.example cf119915 t 256");
  }

  @Test
  void secondRootForSizeFails() {
    routes.sendBody(STORE, parameters(head(300), note(head(300)), NOON));

    assertThatThrownBy(
            () -> routes.sendBody(STORE, parameters(head(300, 1), note(head(300, 1)), LATER)))
        .isInstanceOf(CamelExecutionException.class)
        .rootCause()
        .hasMessageContaining("one_root_for_each_size");
    assertThat(store.history(LOG, 9)).hasSize(1);
  }

  @Test
  void concurrentInsertsStoreOneRow() throws Exception {
    Callable<Boolean> insert =
        () -> {
          routes.sendBody(STORE, parameters(head(300), note(head(300)), NOON));
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      for (Future<Boolean> done : threads.invokeAll(List.of(insert, insert, insert, insert))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(store.history(LOG, 9)).hasSize(1);
  }

  @Test
  void successfulAndFailedCyclesAreRecorded() {
    Map<String, Object> well = cycle("advanced");
    well.put("treeSize", 300L);
    well.put("mirroredSize", 256L);
    routes.sendBody(RECORD, well);
    Map<String, Object> failed = cycle("network");
    failed.put("message", "connection refused");
    routes.sendBody(RECORD, failed);

    assertThat(
            rows(
                "select concat_ws(' ', backend, origin, finished_at - started_at, outcome,"
                    + " tree_size, mirrored_size, tiles, entry_bundles, bytes, requests, message)"
                    + " from sync_cycles order by id"))
        .containsExactly(
            "example " + LOG + " 00:05:00 advanced 300 256 3 2 70000 6",
            "example " + LOG + " 00:05:00 network 3 2 70000 6 connection refused");
  }

  private static Map<String, Object> cycle(String outcome) {
    Map<String, Object> cycle = new HashMap<>();
    cycle.put("backend", "example");
    cycle.put("origin", LOG.name());
    cycle.put("startedAt", NOON.atOffset(ZoneOffset.UTC));
    cycle.put("finishedAt", LATER.atOffset(ZoneOffset.UTC));
    cycle.put("outcome", outcome);
    cycle.put("treeSize", null);
    cycle.put("mirroredSize", null);
    cycle.put("tiles", 3L);
    cycle.put("entryBundles", 2);
    cycle.put("bytes", 70_000L);
    cycle.put("requests", 6);
    cycle.put("message", null);
    return cycle;
  }

  private List<String> rows(String query) {
    return new Sql(database).list(query, row -> row.getString(1));
  }
}
