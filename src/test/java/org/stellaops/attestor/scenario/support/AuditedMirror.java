package org.stellaops.attestor.scenario.support;

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
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.AuditListener;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.MirrorAudit;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.maintenance.RepairReport;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.Resource;

/**
 * The mirror of one log whose files a test damages, with audit and repair as an operator has it.
 */
public final class AuditedMirror implements AutoCloseable {
  private final String yaml;
  private final String database;
  private final Settings settings;
  private final PostgresStore store;
  private final AttestorRuntime runtime;

  private AuditedMirror(Path directory, String yaml, TileBudget budget, String database) {
    this.yaml = yaml;
    this.database = database;
    this.settings = new SettingsLoader(directory, directory).parse("test.yaml", yaml);
    this.store = PostgresStore.openPooled(settings, "test");
    this.runtime =
        AttestorRuntime.start(
            new ObjectGraph(
                settings,
                store,
                budget,
                Duration.ofMillis(200),
                SyncListener.NONE,
                BundleListener.NONE,
                Clock.systemUTC()),
            RunMode.ONCE,
            "test");
  }

  /** A mirror with the entries of a log. */
  public static AuditedMirror of(Path directory, FakeLog log, FakeLogServer server) {
    return of(directory, log, server, true, TileBudget.UNLIMITED);
  }

  public static AuditedMirror of(
      Path directory, FakeLog log, FakeLogServer server, boolean entries, TileBudget budget) {
    String database = newDatabase();
    String yaml = configuration(directory, log, server.url().toString(), entries, database);
    return new AuditedMirror(directory, yaml, budget, database);
  }

  /** A mirror that finds what another one has left in this database. */
  public static AuditedMirror reopen(
      Path directory, FakeLog log, FakeLogServer server, String database, TileBudget budget) {
    String yaml = configuration(directory, log, server.url().toString(), true, database);
    return new AuditedMirror(directory, yaml, budget, database);
  }

  /** Its database, as an operator writes where it is. */
  public String database() {
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
  public String configuration() {
    return yaml;
  }

  public MirrorTree tree() {
    return PostgresStore.mirrorTree(settings);
  }

  /** A new database with our tables, as an operator would write where it is. */
  static String newDatabase() {
    ConnectionTarget target = TestDatabase.connectionString();
    Properties credentials = target.properties();
    return target.jdbcUrl()
        + "?user="
        + credentials.getProperty("user")
        + "&password="
        + URLEncoder.encode(credentials.getProperty("password"), StandardCharsets.UTF_8);
  }

  public CycleReport sync() {
    return runtime.sync("log");
  }

  public AuditReport audit() {
    return audit(Clock.systemUTC().instant());
  }

  AuditReport audit(Instant now) {
    return new MirrorAudit(
            store.checkpoints(), PostgresStore.mirrorTree(settings), AuditListener.NONE, true)
        .run(backend(), now);
  }

  public RepairReport repair(AuditReport findings) {
    return runtime.repair(findings);
  }

  public Backend backend() {
    return BackendFactory.create(settings).get("log");
  }

  public PostgresStore store() {
    return store;
  }

  /** The file of the mirror at this path below the log's directory. */
  public Path file(String path) {
    return root().resolve(path);
  }

  public Path file(Resource resource) {
    return file(resource.path());
  }

  Path root() {
    return settings.tiles().basePath().resolve(backend().origin().directory());
  }

  /** Every file by its path below the log's directory. */
  public Map<String, byte[]> files() {
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
  public Map<String, String> digests() {
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
  public static Set<String> reportedPaths(AuditReport report) {
    Set<String> reported = new TreeSet<>();
    report.damagedRanges().stream()
        .flatMap(damage -> damage.resources())
        .map(Resource::path)
        .forEach(reported::add);
    report.fileProblems().keySet().forEach(file -> reported.add(file.path()));
    report.unexpectedFiles().stream().map(UnexpectedFile::path).forEach(reported::add);
    return reported;
  }

  /** Executes statements as the owner of the database can, past the triggers and the keys. */
  public void executeUnchecked(String sql) {
    execute(
        "set session_replication_role = replica; "
            + sql
            + "; set session_replication_role = origin");
  }

  /** Runs statements as the owner of everything. */
  public void execute(String sql) {
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
