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
 * Renames a schema so that an empty one can replace it. It is not dropped, because its heads and
 * evidence cannot be recovered from elsewhere.
 */
public record RetiredSchema(Database database) {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_IDENTIFIER_LENGTH = 63;
  private static final DateTimeFormatter TIMESTAMP_SUFFIX =
      DateTimeFormatter.ofPattern("'_'yyyyMMdd'_'HHmmss").withZone(ZoneOffset.UTC);

  /**
   * Appends the time to the name of the schema, as {@code attestor_20260115_123456}.
   *
   * @return the new name; empty if the schema does not exist
   * @throws AttestorException with {@code busy} while a daemon uses the database, {@code
   *     configuration} for schema {@code public}
   */
  public Optional<String> retire(Instant now) {
    requireDedicatedSchema();
    Sql sql = Sql.direct(database);
    try (LockSession session = LockSession.openForMigration(database, LOCK_TIMEOUT)) {
      String name = Database.quoteIdentifier(database.schema());
      if (!sql.isTrue("select to_regnamespace(?) is not null", name)) {
        return Optional.empty();
      }
      requireNoDaemon(sql);
      String newName = retiredName(now);
      sql.update("alter schema " + name + " rename to " + Database.quoteIdentifier(newName));
      return Optional.of(newName);
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  private void requireDedicatedSchema() {
    if (database.schema().equals("public")) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "schema public cannot be renamed: it may contain tables of other programs",
          "set attestor.checkpointStore.schema to a separate schema");
    }
  }

  /** A running daemon would write its cached state into the empty schema. */
  private static void requireNoDaemon(Sql sql) {
    Optional<String> daemon =
        sql.first(
            "select application_name from pg_stat_activity where datname = current_database()"
                + " and application_name like 'stella-attestor run %' limit 1",
            row -> row.getString(1));
    if (daemon.isPresent()) {
      throw new AttestorException(
          Failure.BUSY,
          "the database is in use by a daemon: " + daemon.get(),
          "stop it first, for example with: systemctl stop stella-attestor");
    }
  }

  private String retiredName(Instant now) {
    String suffix = TIMESTAMP_SUFFIX.format(now);
    int maxLength = MAX_IDENTIFIER_LENGTH - suffix.length();
    String name = database.schema();
    return (name.length() > maxLength ? name.substring(0, maxLength) : name) + suffix;
  }
}
