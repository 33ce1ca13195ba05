package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.SqlErrors;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;
import org.stellaops.attestor.postgres.embedded.ServerBinaries;
import org.stellaops.attestor.postgres.embedded.ServerDirectory;

/**
 * Creates a database for each test that needs one, in one real PostgreSQL under {@code target} that
 * all test runs share. The server does not fsync, so creating a database takes a few hundredths of
 * a second.
 *
 * <pre>
 *   private final Database database = TestDatabase.withSchema();
 * </pre>
 */
public final class TestDatabase {
  /** The schema of all tests. */
  public static final String SCHEMA = "attestor";

  private static final Path SERVER_DIRECTORY = Path.of("target", "test-postgres");

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String NAME_PREFIX = "test_" + ProcessHandle.current().pid() + "_";
  private static final EmbeddedServer SERVER = start();
  private static final String TEMPLATE = createTemplate();

  private TestDatabase() {}

  /** Creates a database with the schema. {@link TestDatabaseCleanup} drops it after the class. */
  public static Database withSchema() {
    return Database.direct(connectionString(), SCHEMA, "test");
  }

  /** Creates a database with the schema and returns how to connect to it. */
  public static ConnectionTarget connectionString() {
    return create(TEMPLATE);
  }

  /** Creates an empty database and returns how to connect to it. */
  public static ConnectionTarget emptyDatabase() {
    return create("template1");
  }

  /** Runs one statement as the owner of everything, as an operator in psql would. */
  public static void execute(Database database, String sql) throws SQLException {
    try (Connection connection = database.connectDirectly();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Links the unpacked binaries into the directory of another server; delete the link later. */
  public static Path shareBinaries(ServerDirectory home) throws IOException {
    Path unpacked = ServerBinaries.install(ServerDirectory.createUnder(SERVER_DIRECTORY)).path();
    return Files.createSymbolicLink(home.path().resolve(unpacked.getFileName()), unpacked);
  }

  private static ConnectionTarget create(String template) {
    String name = NAME_PREFIX + NUMBER.incrementAndGet();
    executeAsAdmin("create database " + name + " template " + template);
    TestDatabaseCleanup.add(name);
    return connectTo(name);
  }

  private static ConnectionTarget connectTo(String database) {
    return ConnectionTarget.parse(
            SERVER.connectionString().toString().replace("/postgres?", "/" + database + "?"))
        .withPassword(SERVER.connectionString().properties().getProperty("password"));
  }

  private static String createTemplate() {
    String name = NAME_PREFIX + "template";
    executeAsAdmin("create database " + name);
    new CheckpointSchema(Database.direct(connectTo(name), SCHEMA, "test")).init();
    return name;
  }

  private static EmbeddedServer start() {
    EmbeddedServer server =
        EmbeddedServer.open(
            SERVER_DIRECTORY,
            Map.of(
                "fsync",
                "off",
                "full_page_writes",
                "off",
                "max_connections",
                "200",
                "max_wal_size",
                "64MB"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    dropStaleDatabases(server);
    return server;
  }

  /** Drops databases, even if a pool still has connections to them. */
  static void drop(List<String> databases) {
    for (String each : databases) {
      executeAsAdmin("drop database if exists " + each + " with (force)");
    }
  }

  private static void stop(EmbeddedServer server) {
    executeAsAdmin("drop database if exists " + TEMPLATE + " with (force)");
    server.close();
  }

  private static void executeAsAdmin(String sql) {
    try (Database admin = Database.direct(SERVER.connectionString(), SCHEMA, "test")) {
      execute(admin, sql);
    } catch (SQLException e) {
      throw SqlErrors.of(e, SERVER.connectionString());
    }
  }

  /** Drops databases of processes that were killed; the name contains the process ID. */
  private static void dropStaleDatabases(EmbeddedServer server) {
    try (Database admin = Database.direct(server.connectionString(), SCHEMA, "test")) {
      List<String> names = new ArrayList<>();
      try (Connection connection = admin.connectDirectly();
          Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery("select datname from pg_database where datname ~ '^test_'")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      for (String name : names) {
        if (ProcessHandle.of(Long.parseLong(name.split("_")[1])).isEmpty()) {
          execute(admin, "drop database if exists " + name + " with (force)");
        }
      }
    } catch (SQLException e) {
      throw SqlErrors.of(e, server.connectionString());
    }
  }
}
