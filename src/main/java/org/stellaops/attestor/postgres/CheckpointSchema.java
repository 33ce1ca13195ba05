package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.postgres.connection.SqlErrors;

/** Creates, migrates and verifies the tables of the store. */
public final class CheckpointSchema {
  /** The versions of the migrations in {@code db/migration}. */
  static final SortedSet<Integer> MIGRATION_VERSIONS =
      Collections.unmodifiableSortedSet(new TreeSet<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)));

  /** The version of the newest migration. */
  public static final int LATEST_VERSION = MIGRATION_VERSIONS.last();

  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(2);
  private static final String INIT_COMMAND = "stella attestor checkpoint-store init";

  private final Database database;
  private final Sql sql;

  /** Does not connect. */
  public CheckpointSchema(Database database) {
    this.database = database;
    // not from the pool, which would retry for seconds before it reported a wrong password
    this.sql = Sql.direct(database);
  }

  /**
   * Ensures that the schema exists and has the latest version.
   *
   * @param autoInitialize whether to create or migrate it
   * @throws AttestorException with {@code store} if it is missing or outdated and must not or
   *     cannot be migrated
   */
  public void prepare(boolean autoInitialize) {
    // one query takes a tenth of the time that Flyway needs to find nothing to do
    if (autoInitialize && !appliedVersions().containsAll(MIGRATION_VERSIONS)) {
      init();
    } else {
      verify();
    }
  }

  /**
   * Creates the schema if it does not exist and migrates it to the latest version. Idempotent; may
   * be called by several processes at the same time.
   */
  public void init() {
    // without this lock and check, Flyway would retry ten times, once a second
    try (LockSession session = LockSession.openForMigration(database, LOCK_TIMEOUT)) {
      createSchema();
      migrate();
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  /** The current version, 0 before the first migration; empty if the schema does not exist. */
  public Optional<Integer> version() {
    return exists()
        ? Optional.of(appliedVersions().stream().reduce(0, Math::max))
        : Optional.empty();
  }

  private boolean exists() {
    return sql.isTrue("select to_regclass('flyway_schema_history') is not null");
  }

  /** The applied migrations; none if the schema does not exist. */
  private List<Integer> appliedVersions() {
    return exists()
        ? sql.list(
            "select version::int from flyway_schema_history"
                + " where success and version is not null",
            row -> row.getInt(1))
        : List.of();
  }

  /**
   * Checks that the schema has the version of this program.
   *
   * @throws AttestorException with {@code store} and the next command, if it has a different
   *     version or does not exist
   */
  public void verify() {
    if (!exists()) {
      throw new AttestorException(Failure.STORE, database + " does not exist", INIT_COMMAND);
    }
    List<Integer> versions = appliedVersions();
    int current = versions.stream().reduce(0, Math::max);
    if (current > LATEST_VERSION) {
      throw new AttestorException(
          Failure.STORE,
          database + " has version " + current + ", created by a newer program",
          "update this program, which supports version " + LATEST_VERSION);
    }
    if (current < LATEST_VERSION) {
      throw new AttestorException(
          Failure.STORE,
          database + " has version " + current + ", expected " + LATEST_VERSION,
          INIT_COMMAND);
    }
    // a build between two releases may have omitted one
    Optional<Integer> missing =
        MIGRATION_VERSIONS.stream().filter(v -> !versions.contains(v)).findFirst();
    if (missing.isPresent()) {
      throw new AttestorException(
          Failure.STORE, database + " lacks migration " + missing.get(), INIT_COMMAND);
    }
  }

  private void createSchema() {
    String name = Database.quoteIdentifier(database.schema());
    if (!sql.isTrue("select to_regnamespace(?) is not null", name)) {
      if (!sql.isTrue("select has_database_privilege(current_database(), 'create')")) {
        throw new AttestorException(
            Failure.STORE,
            "permission denied: cannot create " + database,
            "as the owner of the database run: "
                + sql.list(
                        "select format('grant create on database %I to %I', current_database(),"
                            + " current_user)",
                        row -> row.getString(1))
                    .get(0));
      }
      sql.update("create schema if not exists " + name);
    }
    if (!sql.isTrue("select has_schema_privilege(?, 'create')", database.schema())) {
      throw new AttestorException(
          Failure.STORE,
          "permission denied: cannot create tables in " + database,
          "as the owner of the schema run: " + INIT_COMMAND);
    }
  }

  private void migrate() {
    try {
      Flyway.configure()
          .loggers(QuietFlywayLogCreator.class.getName())
          .dataSource(database.directDataSource())
          .defaultSchema(database.schema())
          .createSchemas(false)
          .outOfOrder(hasSkippedMigration())
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new AttestorException(
          Failure.STORE,
          "cannot migrate " + database + ": " + reason(e),
          "check the PostgreSQL log, then run: " + INIT_COMMAND,
          e);
    }
  }

  /** Whether a migration is missing that is older than an applied one. */
  private boolean hasSkippedMigration() {
    List<Integer> applied = appliedVersions();
    return MIGRATION_VERSIONS.stream()
        .anyMatch(version ->
            !applied.contains(version) && applied.stream().anyMatch(later -> later > version));
  }

  private static String reason(FlywayException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
