package org.stellaops.attestor.route.sync;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TestBackends;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.postgres.PostgresCheckpointStore;
import org.stellaops.attestor.postgres.PostgresConfirmationStore;
import org.stellaops.attestor.postgres.PostgresEvidenceStore;
import org.stellaops.attestor.postgres.PostgresLogLocks;
import org.stellaops.attestor.postgres.PostgresPauseStore;
import org.stellaops.attestor.postgres.PostgresShardStore;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What the beans of the routes work on, for one log: a real database, a real tree of files, and a
 * clock that stands still. The steps between the beans are done by hand, without Camel.
 */
public final class SingleLogFixture {
  public final FakeLog log = FakeLog.named("one.example");
  public final Database database = TestDatabase.withSchema();
  public final PostgresCheckpointStore store = new PostgresCheckpointStore(new Sql(database));
  public final PostgresEvidenceStore evidence = new PostgresEvidenceStore(new Sql(database));
  public final PostgresConfirmationStore confirmations =
      new PostgresConfirmationStore(new Sql(database));
  public final PostgresPauseStore pauses = new PostgresPauseStore(new Sql(database));
  public final PostgresShardStore shards = new PostgresShardStore(new Sql(database));
  final PostgresLogLocks locks = new PostgresLogLocks(database);
  public final MutableClock clock = new MutableClock(LogStateFixtures.NOON);
  public final MetricsPage page = new MetricsPage();
  public final SyncMetrics metrics = new SyncMetrics(page, clock);
  public final BackendCatalog catalog;
  final MirrorTree tree;

  public SingleLogFixture(Path directory, boolean entries) {
    this.catalog =
        new BackendCatalog(
            List.of(TestBackends.tiles("one", log.identity(), "http://one.example/", entries)));
    this.tree = new FileMirrorTree(directory);
  }

  public Backend backend() {
    return catalog.get("one");
  }

  Checkpoints checkpoints() {
    return new Checkpoints(catalog, store, tree, metrics, clock);
  }

  SyncCycles cycles() {
    return new SyncCycles(catalog, store, evidence, locks, metrics, clock, Duration.ofMillis(50));
  }

  public LogState state() {
    return store.find(log.identity().origin()).orElseThrow();
  }

  /** A cycle in which the log has shown its present checkpoint, and it was judged. */
  SyncCycle judged() {
    SyncCycle cycle = cycles().begin("one");
    SignedCheckpoint shown = log.identity().open(log.checkpoint(), List.of());
    cycle.setCheckpoint(shown, "http://one.example/checkpoint");
    cycle.setTransition(HeadTransition.of(pending(), shown));
    return cycle;
  }

  /** The log's present checkpoint is accepted, as if its proof had been checked. */
  public SyncCycle accepted() {
    SyncCycle cycle = judged();
    insert(checkpoints().row(cycle));
    if (!(cycle.transition() instanceof HeadTransition.Unchanged)) {
      checkpoints().advancePending(cycle);
    }
    return cycle;
  }

  private Optional<TreeHead> pending() {
    return store.find(log.identity().origin()).map(LogState::pending);
  }

  /** Runs the statement of the route with this row, its names replaced by their values. */
  private void insert(Map<String, Object> row) {
    try (Connection connection = database.dataSource().getConnection()) {
      Matcher names = Pattern.compile(":#(\\w+)").matcher(statement());
      List<Object> values = new ArrayList<>();
      String sql =
          names.replaceAll(name -> {
            values.add(row.get(name.group(1)));
            return "?";
          });
      try (PreparedStatement insert = connection.prepareStatement(sql)) {
        for (int i = 0; i < values.size(); i++) {
          insert.setObject(i + 1, values.get(i));
        }
        insert.executeUpdate();
      }
    } catch (SQLException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String statement() throws IOException {
    try (var sql = SingleLogFixture.class.getResourceAsStream("/sql/store-checkpoint.sql")) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
