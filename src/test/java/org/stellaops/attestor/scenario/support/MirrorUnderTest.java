package org.stellaops.attestor.scenario.support;

import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.mirror.MirrorLayout;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The whole program without its command line: real routes, a real PostgreSQL, real files, following
 * logs that a test makes. Each has a database and a directory of its own, unless it is started from
 * the configuration of another one.
 */
public final class MirrorUnderTest implements AutoCloseable {
  private final Settings settings;
  private final PostgresStore store;
  private final ObjectGraph graph;
  private final AttestorRuntime runtime;

  MirrorUnderTest(Settings settings, RunMode mode, BundleListener listener, Clock clock) {
    this.settings = settings;
    this.store = PostgresStore.openPooled(settings, "test");
    try {
      this.graph = graph(settings, store, listener, clock);
      this.runtime = AttestorRuntime.start(graph, mode, "test");
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static ObjectGraph graph(
      Settings settings, PostgresStore store, BundleListener listener, Clock clock) {
    TileBudget budget =
        new TileBudget(settings.sync().enableTileSync(), settings.sync().maxTilesPerSync());
    Duration lockTimeout = Duration.ofSeconds(1);
    return new ObjectGraph(
        settings, store, budget, lockTimeout, SyncListener.NONE, listener, clock);
  }

  /** A mirror in this directory; what a test does not turn is as an operator gets it. */
  public static TestConfiguration in(Path directory) {
    return new TestConfiguration(directory);
  }

  /** A mirror in this directory that follows one log. */
  public static TestConfiguration of(Path directory, FakeLog log, URI url) {
    return in(directory).follow(TestConfiguration.BACKEND, log, url);
  }

  /** Runs one cycle over the only log. */
  public CycleReport sync() {
    return sync(settings.backends().get(0).id());
  }

  /** Runs one cycle. */
  public CycleReport sync(String backend) {
    return runtime.sync(backend);
  }

  /** Runs one cycle over each log of a backend. */
  public List<CycleReport> syncAll(String backend) {
    return runtime.syncAll(backend);
  }

  /** Exports a log and gives the report of each volume. */
  public List<BundleReport> export(ExportRequest request) {
    return runtime.export(request);
  }

  /** Imports a bundle. */
  public BundleReport importBundle(ImportRequest request) {
    return runtime.importBundle(request);
  }

  /** What the store holds of the log. */
  public Optional<LogState> state() {
    return state(settings.backends().get(0).id());
  }

  /** What the store holds of one of several logs. */
  public Optional<LogState> state(String backend) {
    return store.checkpoints().all().stream()
        .filter(state -> state.backend().equals(backend))
        .findFirst();
  }

  /** The present value of a meter, as {@code name{label="value"}}. */
  public double meter(String series) {
    return PrometheusText.parse(scrape()).value(series);
  }

  /** The present metrics page. */
  public String scrape() {
    return graph.page().scrape();
  }

  /** The present health page, as JSON. */
  public String health() {
    return runtime
        .context()
        .createFluentProducerTemplate()
        .to("direct:report-health")
        .request(String.class);
  }

  /** Stops a route as an operator does in the console. */
  public void stopRoute(String route) throws Exception {
    runtime.context().getRouteController().stopRoute(route);
  }

  /** The messages that this route, and those that it calls, work on at present. */
  public int exchangesInFlight(String route) {
    return runtime.context().getInflightRepository().size(route);
  }

  public PostgresStore store() {
    return store;
  }

  public Settings settings() {
    return settings;
  }

  /** Every file of the mirror of the only log by its path below the log's directory. */
  public Map<String, String> files() {
    return files(settings.backends().get(0).id());
  }

  /** The same of one of several logs. */
  public Map<String, String> files(String backend) {
    return FileTree.of(directory(backend));
  }

  /** Where the mirror of the only log is. */
  public Path directory() {
    return directory(settings.backends().get(0).id());
  }

  private Path directory(String backend) {
    return settings
        .tiles()
        .basePath()
        .resolve(TestConfiguration.origin(settings, backend).directory());
  }

  /** All that a refusal of what the only log shows must not change. */
  public MirrorSnapshot snapshot() {
    Optional<LogState> state = state();
    Map<String, String> files = new TreeMap<>(FileTree.of(settings.tiles().basePath()));
    // these are not part of the mirror
    files.remove(MirrorLayout.STORE_ID);
    files.keySet().removeIf(path -> path.startsWith(MirrorLayout.QUARANTINE_DIRECTORY + "/"));
    return new MirrorSnapshot(
        state.map(LogState::pending).orElse(TreeHead.EMPTY),
        state.map(LogState::mirrored).orElse(TreeHead.EMPTY),
        state.map(LogState::covered).orElse(0L),
        history(),
        files);
  }

  private List<TreeHead> history() {
    String backend = settings.backends().get(0).id();
    return MirrorSnapshot.heads(
        store
            .checkpoints()
            .history(TestConfiguration.origin(settings, backend), Integer.MAX_VALUE));
  }

  /** Leaves neither rows nor files, as if no log had ever been followed. */
  public void reset() {
    execute(
        "truncate log_heads, rekor_checkpoints, sync_cycles, evidence, refused_notes,"
            + " mirror_growth, rekor_shards cascade");
    FileTree.moveAside(settings.tiles().basePath());
  }

  /** Ends the quarantine of the only log, as an operator does; the evidence stays. */
  public void release(String reason) {
    StoredEvidence.Release release = new StoredEvidence.Release(Instant.EPOCH, "tester", reason);
    Origin origin = TestConfiguration.origin(settings, settings.backends().get(0).id());
    if (!store.evidence().release(origin, release)) {
      throw new IllegalStateException(origin + " is not in quarantine");
    }
  }

  /** Runs a statement in the mirror's own database. */
  public void execute(String sql) {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of each row that a query of the mirror's own database gives. */
  public List<String> query(String sql) {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
  }

  /** What a log has, as {@link #files()} shows it. */
  public static Map<String, String> expectedFiles(FakeLog log, Path scratch) {
    FileTree.moveAside(scratch);
    log.write(scratch);
    Map<String, String> files = FileTree.of(scratch);
    // what a mirror publishes besides the log's own files
    SignedNote note = SignedNote.parse(log.checkpoint());
    for (NamedFile file : NamedFile.values()) {
      files.putIfAbsent(file.path(), FileTree.digest(file.content(note)));
    }
    return files;
  }
}
