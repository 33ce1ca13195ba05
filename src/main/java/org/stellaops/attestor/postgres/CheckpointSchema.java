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

/** The tables of the store: making them, and telling whether they are there. */
public final class CheckpointSchema {
  /** The versions of the migrations that the program brings with it. */
  static final SortedSet<Integer> MIGRATION_VERSIONS =
      Collections.unmodifiableSortedSet(new TreeSet<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)));

  /** The version of the newest of them. */
  public static final int LATEST_VERSION = MIGRATION_VERSIONS.last();

  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(2);
  private static final String INIT_COMMAND = "stella attestor checkpoint-store init";

  private final Database database;
  private final Sql sql;

  /** The schema of this database; asks nothing yet. */
  public CheckpointSchema(Database database) {
    this.database = database;
    // not from the pool, which would try for seconds before it told of a wrong password
    this.sql = Sql.direct(database);
  }

  /**
   * Makes sure that the schema is there and new enough.
   *
   * @param autoInitialize whether it may be created or migrated for that
   * @throws AttestorException with {@code store} if it may not, or cannot
   */
  public void prepare(boolean autoInitialize) {
    // asking first is one query; starting Flyway only to hear that all is well takes ten times that
    if (autoInitialize && !appliedVersions().containsAll(MIGRATION_VERSIONS)) {
      init();
    } else {
      verify();
    }
  }

  /**
   * Creates the schema if it is not there, and brings it to the newest version. Does nothing the
   * second time; two processes may do it at once.
   */
  public void init() {
    // Flyway meets rivals and missing rights by trying ten times, once a second; it meets neither
    try (LockSession session =
        LockSession.open(database, AdvisoryLockKey.ofMigration(database.schema()))) {
      if (!session.lock(LOCK_TIMEOUT)) {
        throw new AttestorException(
            Failure.BUSY,
            "the " + database + " is being made or migrated by " + session.holder(),
            "wait until it has finished, or stop it");
      }
      createSchema();
      migrate();
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  /** The version that is there, 0 before the first migration; empty if there is no schema. */
  public Optional<Integer> version() {
    return exists()
        ? Optional.of(appliedVersions().stream().reduce(0, Math::max))
        : Optional.empty();
  }

  private boolean exists() {
    return queryBoolean("select to_regclass('flyway_schema_history') is not null");
  }

  /** The migrations that were made; none if there is no schema. */
  private List<Integer> appliedVersions() {
    return exists()
        ? sql.list(
            "select version::int from flyway_schema_history"
                + " where success and version is not null",
            row -> row.getInt(1))
        : List.of();
  }

  /**
   * Makes sure that the schema has the version that this program was made for.
   *
   * @throws AttestorException with {@code store} and the next command, if it has another or is not
   *     there
   */
  public void verify() {
    if (!exists()) {
      throw new AttestorException(Failure.STORE, "there is no " + database, INIT_COMMAND);
    }
    List<Integer> versions = appliedVersions();
    int current = versions.stream().reduce(0, Math::max);
    if (current > LATEST_VERSION) {
      throw new AttestorException(
          Failure.STORE,
          "the " + database + " has version " + current + ", made by a newer program",
          "update this program; it knows version " + LATEST_VERSION);
    }
    if (current < LATEST_VERSION) {
      throw new AttestorException(
          Failure.STORE,
          "the " + database + " has version " + current + ", which is older than " + LATEST_VERSION,
          INIT_COMMAND);
    }
    // a program that was built between two releases may have left one out
    Optional<Integer> missing =
        MIGRATION_VERSIONS.stream().filter(v -> !versions.contains(v)).findFirst();
    if (missing.isPresent()) {
      throw new AttestorException(
          Failure.STORE, "the " + database + " lacks version " + missing.get(), INIT_COMMAND);
    }
  }

  private void createSchema() {
    String quotedName = '"' + database.schema().replace("\"", "\"\"") + '"';
    if (!queryBoolean("select to_regnamespace(?) is not null", quotedName)) {
      sql.update("create schema if not exists " + quotedName);
    }
    if (!queryBoolean("select has_schema_privilege(?, 'create')", database.schema())) {
      throw new AttestorException(
          Failure.STORE,
          "the user may not create tables in the " + database,
          "let the owner of the schema run: " + INIT_COMMAND);
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
          "cannot migrate the " + database + ": " + reason(e),
          "look into the log of PostgreSQL, then: " + INIT_COMMAND,
          e);
    }
  }

  /** Whether one is lacking that is older than one that was made. */
  private boolean hasSkippedMigration() {
    List<Integer> applied = appliedVersions();
    return MIGRATION_VERSIONS.stream()
        .anyMatch(version ->
            !applied.contains(version) && applied.stream().anyMatch(later -> later > version));
  }

  private boolean queryBoolean(String query, Object... parameters) {
    return sql.first(query, row -> row.getBoolean(1), parameters).orElse(false);
  }

  private static String reason(FlywayException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }
}
