package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.TransactionPooler;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A database on which a sync would fail, or would not be safe, is recognized beforehand. */
class UnsuitableDatabaseTest {
  private static final String POOLER =
      "a connection pooler in transaction mode, where locks protect nothing";

  @TempDir private Path directory;
  private final ConnectionTarget target = TestDatabase.connectionString();
  private final Database database = Database.direct(target, TestDatabase.SCHEMA, "test");
  private final FakeLog log = FakeLog.named("unsuitable.example/log").grow(10);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void configure() {
    server = FakeLogServer.start(log);
    configuration = configuration(target);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void suitableDatabaseIsGoodAndStaysAsItIs() {
    CommandResult result = test();

    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out()).startsWith("good: schema attestor of database ");
    assertThat(new Sql(database).isTrue("select not exists (select from sync_cycles)")).isTrue();
  }

  @Test
  void replicaIsNamed() throws SQLException {
    String name = new Sql(database).first("select current_database()", r -> r.getString(1)).get();
    TestDatabase.execute(
        database, "alter database " + name + " set default_transaction_read_only = on");

    expectFailure(test(), "it is read-only (a replica?)");
    expectFailure(sync(), "read-only transaction");
  }

  @Test
  void roleThatMayOnlyReadIsToldWhatItMayNotWrite() throws SQLException {
    String role = "reader_" + ProcessHandle.current().pid();
    TestDatabase.execute(database, "create role " + role + " login password 'reader'");
    try {
      TestDatabase.execute(database, "grant usage on schema attestor to " + role);
      TestDatabase.execute(database, "grant select on all tables in schema attestor to " + role);
      configuration.database(
          TestConfiguration.connectionStringWithPassword(target)
              .replaceFirst("\\?.*", "?user=" + role + "&password=reader"));

      CommandResult result = test();

      expectFailure(result, "the role " + role + " may not write into alert_deliveries, bundles");
      assertThat(result.err())
          .contains("log_heads, mirror_growth, ")
          .contains("grant select, insert, update, delete on all tables in schema attestor");
    } finally {
      TestDatabase.execute(database, "drop owned by " + role);
      TestDatabase.execute(database, "drop role " + role);
    }
  }

  @Test
  void poolerInTransactionModeIsRefusedByEveryStart() throws IOException {
    try (TransactionPooler pooler = new TransactionPooler(target)) {
      configuration = configuration(pooler.through(target));

      expectFailure(test(), POOLER);
      expectFailure(sync(), POOLER);
      expectFailure(run("checkpoint-store", "init"), POOLER);
      expectFailure(run("sync-status"), POOLER);
    }
  }

  private TestConfiguration configuration(ConnectionTarget store) {
    return new TestConfiguration(directory)
        .follow("b", log, server.url())
        .database(TestConfiguration.connectionStringWithPassword(store));
  }

  private CommandResult test() {
    return run("checkpoint-store", "test");
  }

  private CommandResult sync() {
    return run("sync", "--all");
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(configuration.file(), arguments);
  }

  private static void expectFailure(CommandResult result, String message) {
    assertThat(result.status()).as(result.out() + result.err()).isEqualTo(3);
    assertThat(result.err()).startsWith("stella: store: ").contains(message);
    assertThat(result.out()).isEmpty();
  }
}
