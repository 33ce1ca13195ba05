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
 * A database of its own for each test that wants one, in one real PostgreSQL under {@code target}
 * that all test runs share. It does not wait for the disk, so making a database takes a few
 * hundredths of a second.
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

  /** A database in which the schema is ready. Needs no closing. */
  public static Database withSchema() {
    return Database.direct(connectionString(), SCHEMA, "test");
  }

  /** How to connect to a new database in which the schema is ready. */
  public static ConnectionTarget connectionString() {
    return create(TEMPLATE);
  }

  /** How to connect to a new database without anything in it. */
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

  /** Spares another server the unpacking; the link is to be deleted in the end. */
  public static Path shareBinaries(ServerDirectory home) throws IOException {
    Path unpacked = ServerBinaries.install(ServerDirectory.createUnder(SERVER_DIRECTORY)).path();
    return Files.createSymbolicLink(home.path().resolve(unpacked.getFileName()), unpacked);
  }

  private static ConnectionTarget create(String template) {
    String name = NAME_PREFIX + NUMBER.incrementAndGet();
    executeAsAdmin("create database " + name + " template " + template);
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
            Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "200"));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    dropStaleDatabases(server);
    return server;
  }

  private static void executeAsAdmin(String sql) {
    try (Database admin = Database.direct(SERVER.connectionString(), SCHEMA, "test")) {
      execute(admin, sql);
    } catch (SQLException e) {
      throw SqlErrors.of(e, SERVER.connectionString());
    }
  }

  /** Databases are named after the process that made them; those of dead processes go. */
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
