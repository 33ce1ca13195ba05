package org.stellaops.attestor.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.ObjectGraph;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.AuditWatch;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorAudit;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Stray;
import org.stellaops.attestor.postgres.ConnectionString;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.Progress;
import org.stellaops.attestor.route.RepairReport;
import org.stellaops.attestor.route.TileBudget;
import org.stellaops.attestor.tlog.Resource;

/**
 * The mirror of one log whose files a test damages, with audit and repair as an operator has it.
 */
final class AuditedMirror implements AutoCloseable {
  private final String yaml;
  private final String database;
  private final Settings settings;
  private final Store store;
  private final AttestorRuntime runtime;

  private AuditedMirror(Path directory, String yaml, TileBudget budget, String database) {
    this.yaml = yaml;
    this.database = database;
    this.settings = new SettingsLoader(directory, directory).parse("test.yaml", yaml);
    this.store = Store.toWork(settings, "test");
    this.runtime =
        AttestorRuntime.start(
            new ObjectGraph(
                settings,
                store,
                budget,
                Duration.ofMillis(200),
                Progress.SILENT,
                Clock.systemUTC()),
            RunMode.ONCE,
            "test");
  }

  /** A mirror with the entries of a log. */
  static AuditedMirror of(Path directory, FakeLog log, FakeLogServer server) {
    return of(directory, log, server, true, TileBudget.UNLIMITED);
  }

  static AuditedMirror of(
      Path directory, FakeLog log, FakeLogServer server, boolean entries, TileBudget budget) {
    String database = newDatabase();
    String yaml = configuration(directory, log, server.url().toString(), entries, database);
    return new AuditedMirror(directory, yaml, budget, database);
  }

  /** A mirror that finds what another one has left in this database. */
  static AuditedMirror resumed(
      Path directory, FakeLog log, FakeLogServer server, String database, TileBudget budget) {
    String yaml = configuration(directory, log, server.url().toString(), true, database);
    return new AuditedMirror(directory, yaml, budget, database);
  }

  /** Its database, as an operator writes where it is. */
  String database() {
    return database;
  }

  private static String configuration(
      Path directory, FakeLog log, String url, boolean entries, String database) {
    return """
    attestor:
      dataDir: "%s"
      checkpointStore:
        connectionString: "%s"
      rekorSync:
        retries: 0
        requestsPerSecond: 100000
        backends:
          - id: log
            origin: %s
            baseUrl: %s
            publicKey: "%s"
            mirrorEntries: %s
    """
        .formatted(
            directory, database, log.identity().origin(), url, log.identity().key(), entries);
  }

  /** The configuration, as it stands in a file. */
  String configuration() {
    return yaml;
  }

  MirrorTree tree() {
    return Store.tree(settings);
  }

  /** A new database with our tables, as an operator would write where it is. */
  static String newDatabase() {
    ConnectionString target = TestDatabase.connectionString();
    Properties login = target.properties();
    return target.jdbcUrl()
        + "?user="
        + login.getProperty("user")
        + "&password="
        + URLEncoder.encode(login.getProperty("password"), StandardCharsets.UTF_8);
  }

  CycleReport sync() {
    return runtime.sync("log");
  }

  AuditReport audit() {
    return audit(Clock.systemUTC().instant());
  }

  AuditReport audit(Instant now) {
    return new MirrorAudit(store.checkpoints(), Store.tree(settings), AuditWatch.SILENT, true)
        .run(backend(), now);
  }

  RepairReport repair(AuditReport findings) {
    return runtime.repair(findings);
  }

  Backend backend() {
    return BackendReader.read(settings).get("log");
  }

  Store store() {
    return store;
  }

  /** The file of the mirror at this path below the log's directory. */
  Path file(String path) {
    return root().resolve(path);
  }

  Path file(Resource resource) {
    return file(resource.path());
  }

  Path root() {
    return settings.tiles().basePath().resolve(backend().origin().directory());
  }

  /** Every file by its path below the log's directory. */
  Map<String, byte[]> files() {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root())) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(root().relativize(path).toString(), Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  /** Length and SHA-256 of every file by its path below the log's directory. */
  Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    files().forEach((path, content) -> digests.put(path, digest(content)));
    return digests;
  }

  private static String digest(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return content.length + " " + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The paths of everything that a report complains about. */
  static Set<String> named(AuditReport report) {
    Set<String> named = new TreeSet<>();
    report.damages().stream()
        .flatMap(damage -> damage.resources())
        .map(Resource::path)
        .forEach(named::add);
    report.published().ifPresent(wrong -> named.add("checkpoint"));
    report.strays().stream().map(Stray::path).forEach(named::add);
    return named;
  }

  /** Runs statements as the owner of everything. */
  void execute(String sql) {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    runtime.close();
    store.close();
  }
}
