package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.postgres.connection.SqlErrors;

/**
 * A schema that is to make room for an empty one. It is renamed and not dropped, because what it
 * holds, heads and evidence above all, can come from nowhere else.
 */
public final class RetiredSchema {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_IDENTIFIER_LENGTH = 63;
  private static final DateTimeFormatter TIMESTAMP_SUFFIX =
      DateTimeFormatter.ofPattern("'_'yyyyMMdd'_'HHmmss").withZone(ZoneOffset.UTC);

  private final Database database;
  private final Sql sql;

  /** The schema of this database; asks nothing yet. */
  public RetiredSchema(Database database) {
    this.database = database;
    this.sql = Sql.direct(database);
  }

  /**
   * Renames it to its old name and the time, as {@code attestor_20260115_123456}.
   *
   * @return the new name; empty if there is no such schema
   * @throws AttestorException with {@code busy} while a daemon uses the database, {@code
   *     configuration} for a schema that is not ours alone
   */
  public Optional<String> retire(Instant now) {
    requireDedicatedSchema();
    try (LockSession session =
        LockSession.open(database, AdvisoryLockKey.ofMigration(database.schema()))) {
      if (!session.lock(LOCK_TIMEOUT)) {
        throw busy("the " + database + " is being made or migrated by " + session.holder());
      }
      if (!exists(database.schema())) {
        return Optional.empty();
      }
      requireNoDaemon();
      String newName = retiredName(now);
      sql.update(
          "alter schema "
              + quoteIdentifier(database.schema())
              + " rename to "
              + quoteIdentifier(newName));
      return Optional.of(newName);
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  private void requireDedicatedSchema() {
    if (database.schema().equals("public")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the schema public is not put aside, since it may hold what is not ours",
          "give the program a schema of its own: attestor.checkpointStore.schema");
    }
  }

  /** A daemon that goes on would fill the empty schema with what it remembers of the old one. */
  private void requireNoDaemon() {
    Optional<String> daemon =
        sql.first(
            "select application_name from pg_stat_activity where datname = current_database()"
                + " and application_name like 'stella-attestor run %' limit 1",
            row -> row.getString(1));
    if (daemon.isPresent()) {
      throw busy("a daemon uses this database: " + daemon.get());
    }
  }

  private String retiredName(Instant now) {
    String suffix = TIMESTAMP_SUFFIX.format(now);
    int maxLength = MAX_IDENTIFIER_LENGTH - suffix.length();
    String name = database.schema();
    return (name.length() > maxLength ? name.substring(0, maxLength) : name) + suffix;
  }

  private boolean exists(String schema) {
    return sql.first(
            "select to_regnamespace(?) is not null",
            row -> row.getBoolean(1),
            quoteIdentifier(schema))
        .orElse(false);
  }

  private static AttestorException busy(String reason) {
    return new AttestorException(
        Failure.BUSY, reason, "stop it first, as with: systemctl stop stella-attestor");
  }

  private static String quoteIdentifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
