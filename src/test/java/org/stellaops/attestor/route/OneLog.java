package org.stellaops.attestor.route;

import java.io.IOException;
import java.net.URI;
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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.filetree.FileMirrorTree;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointJudge;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.postgres.Database;
import org.stellaops.attestor.postgres.PostgresCheckpointStore;
import org.stellaops.attestor.postgres.PostgresConfirmationStore;
import org.stellaops.attestor.postgres.PostgresEvidenceStore;
import org.stellaops.attestor.postgres.PostgresLogLocks;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What the beans of the routes work on, for one log: a real database, a real tree of files, and a
 * clock that stands still. The steps between the beans are done by hand, without Camel.
 */
final class OneLog {
  final FakeLog log = FakeLog.named("one.example");
  final Database database = TestDatabase.withSchema();
  final PostgresCheckpointStore store = new PostgresCheckpointStore(database);
  final PostgresEvidenceStore evidence = new PostgresEvidenceStore(database);
  final PostgresConfirmationStore confirmations = new PostgresConfirmationStore(database);
  final PostgresLogLocks locks = new PostgresLogLocks(database);
  final MovableClock clock = new MovableClock(States.NOON);
  final MetricsPage page = new MetricsPage();
  final SyncMetrics metrics = new SyncMetrics(page, clock);
  final BackendCatalog catalog;
  final MirrorTree tree;

  OneLog(Path directory, boolean entries) {
    this.catalog =
        new BackendCatalog(
            List.of(
                new Backend(
                    "one", log.identity(), List.of(URI.create("http://one.example/")), entries)));
    this.tree = new FileMirrorTree(directory);
  }

  Backend backend() {
    return catalog.get("one");
  }

  Checkpoints checkpoints() {
    return new Checkpoints(catalog, store, tree, metrics, clock);
  }

  Cycles cycles() {
    return new Cycles(catalog, store, evidence, locks, metrics, clock, Duration.ofMillis(50));
  }

  LogState state() {
    return store.find(log.identity().origin()).orElseThrow();
  }

  /** A cycle in which the log has shown its present checkpoint, and it was judged. */
  Cycle judged() {
    Cycle cycle = cycles().begin("one");
    SignedCheckpoint shown = log.identity().open(log.checkpoint(), List.of());
    cycle.opened(shown, "http://one.example/checkpoint");
    cycle.knew(store.find(log.identity().origin()));
    cycle.judged(CheckpointJudge.judge(pending(), shown));
    return cycle;
  }

  /** The log's present checkpoint is accepted, as if its proof had been checked. */
  Cycle accepted() {
    Cycle cycle = judged();
    insert(checkpoints().row(cycle));
    if (!(cycle.verdict().orElseThrow() instanceof Verdict.Unchanged)) {
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
    try (var sql = OneLog.class.getResourceAsStream("/sql/store-checkpoint.sql")) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
