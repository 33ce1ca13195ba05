package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * A schema that is to make room for an empty one. It is renamed and not dropped, because what it
 * holds, heads and evidence above all, can come from nowhere else.
 */
public final class SpentSchema {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST_NAME = 63;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("'_'yyyyMMdd'_'HHmmss").withZone(ZoneOffset.UTC);

  private final Database database;
  private final Sql sql;

  /** The schema of this database; asks nothing yet. */
  public SpentSchema(Database database) {
    this.database = database;
    this.sql = Sql.apart(database);
  }

  /**
   * Renames it to its old name and the time, as {@code attestor_20260115_123456}.
   *
   * @return the new name; empty if there is no such schema
   * @throws AttestorException with {@code busy} while a daemon uses the database, {@code
   *     configuration} for a schema that is not ours alone
   */
  public Optional<String> putAside(Instant now) {
    requireOurs();
    try (LockSession alone = LockSession.open(database, AdvisoryKey.ofTables(database.schema()))) {
      if (!alone.lock(PATIENCE)) {
        throw busy("the " + database + " is being made or migrated by " + alone.holder());
      }
      if (!exists(database.schema())) {
        return Optional.empty();
      }
      requireNoDaemon();
      String spent = spentName(now);
      sql.changes("alter schema " + quoted(database.schema()) + " rename to " + quoted(spent));
      return Optional.of(spent);
    } catch (SQLException e) {
      throw StoreFailure.of(e, database.target());
    }
  }

  private void requireOurs() {
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

  private String spentName(Instant now) {
    String stamp = STAMP.format(now);
    int most = LONGEST_NAME - stamp.length();
    String name = database.schema();
    return (name.length() > most ? name.substring(0, most) : name) + stamp;
  }

  private boolean exists(String schema) {
    return sql.first(
            "select to_regnamespace(?) is not null", row -> row.getBoolean(1), quoted(schema))
        .orElse(false);
  }

  private static AttestorException busy(String why) {
    return new AttestorException(
        Failure.BUSY, why, "stop it first, as with: systemctl stop stella-attestor");
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
