package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

class CheckpointSchemaTest {
  private static final String INIT_COMMAND = "stella attestor checkpoint-store init";

  private final ConnectionTarget emptyDatabase = TestDatabase.emptyDatabase();
  private final Database database = Database.direct(emptyDatabase, "attestor", "test");
  private final CheckpointSchema schema = new CheckpointSchema(database);

  @Test
  void initIsIdempotent() {
    assertThat(schema.version()).isEmpty();

    schema.init();
    schema.init();

    assertThat(schema.version()).contains(CheckpointSchema.LATEST_VERSION);
    assertThatCode(schema::verify).doesNotThrowAnyException();
  }

  @Test
  void versionsMatchMigrationFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      assertThat(files.map(file -> file.getFileName().toString().split("__")[0]))
          .containsExactlyInAnyOrderElementsOf(
              CheckpointSchema.MIGRATION_VERSIONS.stream().map(version -> "V" + version).toList());
    }
  }

  @Test
  void skippedMigrationIsApplied() throws SQLException {
    schema.init();
    TestDatabase.execute(database, "delete from flyway_schema_history where version = '5'");
    TestDatabase.execute(database, "drop table bundles");

    assertThatThrownBy(() -> schema.prepare(false)).hasMessageContaining("lacks migration 5");
    schema.prepare(true);

    assertThatCode(schema::verify).doesNotThrowAnyException();
    TestDatabase.execute(database, "select from bundles");
  }

  @Test
  void renamedLabelsReplaceStoredOnes() throws SQLException {
    schema.init();
    TestDatabase.execute(database, "delete from flyway_schema_history where version = '9'");
    for (String outcome : List.of("thawed", "loose_fields", "unchanged")) {
      TestDatabase.execute(
          database,
          "insert into sync_cycles (backend, origin, started_at, finished_at, outcome, tiles,"
              + " entry_bundles, bytes, requests) values ('a', 'a', now(), now(), '"
              + outcome
              + "', 0, 0, 0, 0)");
    }
    for (String outcome : List.of("uncompared", "unchanged")) {
      TestDatabase.execute(
          database,
          "insert into bundles (direction, file, bytes, who, started_at, finished_at, outcome)"
              + " values ('import', 'a', 0, 'a', now(), now(), '"
              + outcome
              + "')");
    }

    schema.prepare(true);

    Sql sql = new Sql(database);
    assertThat(sql.list("select outcome from sync_cycles order by id", row -> row.getString(1)))
        .containsExactly("unfrozen", "unsigned_mismatch", "unchanged");
    assertThat(sql.list("select outcome from bundles order by id", row -> row.getString(1)))
        .containsExactly("not_compared", "unchanged");
  }

  @Test
  void missingSchemaIsReportedWithInitCommand() {
    assertThatThrownBy(() -> schema.prepare(false))
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.STORE);
              assertThat(error.getMessage())
                  .matches("schema attestor of database .* does not exist");
              assertThat(error.hint()).isEqualTo(INIT_COMMAND);
            });
    assertThat(schema.version()).isEmpty();
  }

  @Test
  void missingSchemaIsCreatedWithAutoInitialize() {
    schema.prepare(true);

    assertThat(schema.version()).contains(CheckpointSchema.LATEST_VERSION);
    assertThatCode(() -> schema.prepare(true)).doesNotThrowAnyException();
    assertThatCode(() -> schema.prepare(false)).doesNotThrowAnyException();
  }

  @Test
  void newerSchemaVersionFails() throws SQLException {
    schema.init();
    TestDatabase.execute(
        database,
        "insert into flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " values (99, '99', 'later', 'SQL', 'V99__later.sql', 'stella', 0, true)");

    assertThatThrownBy(() -> schema.prepare(true))
        .hasMessageContaining("created by a newer program");
  }

  @Test
  void olderSchemaVersionFailsWithoutAutoInitialize() throws SQLException {
    schema.init();
    TestDatabase.execute(database, "delete from flyway_schema_history where version is not null");

    assertThatThrownBy(() -> schema.prepare(false))
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.getMessage()).contains("has version 0, expected");
              assertThat(error.hint()).isEqualTo(INIT_COMMAND);
            });
  }

  @Test
  void schemasCoexistInOneDatabase() {
    schema.init();
    CheckpointSchema other =
        new CheckpointSchema(Database.direct(emptyDatabase, "My-Other schema", "test"));

    assertThat(other.version()).isEmpty();
    other.init();
    assertThat(other.version()).contains(CheckpointSchema.LATEST_VERSION);
  }

  @Test
  void existingEmptySchemaIsMigrated() throws SQLException {
    TestDatabase.execute(database, "create schema attestor");

    schema.init();

    assertThatCode(schema::verify).doesNotThrowAnyException();
  }

  @RepeatedTest(3)
  void concurrentInitIsSafe() throws Exception {
    Callable<Boolean> init =
        () -> {
          new CheckpointSchema(Database.direct(emptyDatabase, "attestor", "test")).init();
          return true;
        };
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (Future<Boolean> done : threads.invokeAll(List.of(init, init, init, init, init, init))) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    assertThatCode(schema::verify).doesNotThrowAnyException();
  }

  @Test
  void everyTableAndColumnHasComment() {
    schema.init();

    assertThat(
            new Sql(database)
                .list(
                    "select c.relname || '.' || coalesce(a.attname, '') from pg_class c"
                        + " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0"
                        + " where c.relnamespace = 'attestor'::regnamespace and c.relkind = 'r'"
                        + " and c.relname <> 'flyway_schema_history' and a.attname <> 'id'"
                        + " and (col_description(c.oid, a.attnum) is null"
                        + " or obj_description(c.oid, 'pg_class') is null)",
                    row -> row.getString(1)))
        .isEmpty();
  }

  @Test
  void missingPrivilegeIsReported() throws SQLException {
    TestDatabase.execute(database, "drop role if exists reader");
    TestDatabase.execute(database, "create role reader login password 'hunter2'");
    ConnectionTarget unprivileged =
        ConnectionTarget.parse(emptyDatabase.toString().replace("user=stella", "user=reader"))
            .withPassword("hunter2");

    assertThatThrownBy(
            () -> new CheckpointSchema(Database.direct(unprivileged, "attestor", "test")).init())
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.STORE);
              assertThat(error.getMessage())
                  .contains("permission denied")
                  .doesNotContain("hunter2");
              assertThat(error.hint())
                  .startsWith("as the owner of the database run: grant create on database ")
                  .endsWith(" to reader");
            });
  }
}
