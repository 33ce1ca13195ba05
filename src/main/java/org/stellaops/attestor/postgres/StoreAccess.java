package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.postgres.connection.SqlErrors;

/**
 * Tries what a sync does with the database: writing, and locking a log.
 *
 * @param database the database, whose schema exists
 */
public record StoreAccess(Database database) {
  private static final Origin NO_LOG = new Origin("checkpoint-store test");
  private static final String ROLE = "select quote_ident(current_user)";
  private static final String TABLES_WITHOUT_RIGHTS =
      """
      select c.relname
        from pg_class c
       where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
         and c.relname <> 'flyway_schema_history'
         and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert')
                  and has_table_privilege(c.oid, 'update') and has_table_privilege(c.oid, 'delete'))
       order by c.relname
      """;

  /**
   * Fails if the server is read-only or the role may not write.
   *
   * @throws AttestorException with {@code store}
   */
  public static void requireWritable(Sql sql) {
    if (sql.isTrue(
        "select pg_is_in_recovery() or current_setting('transaction_read_only')::boolean")) {
      throw new AttestorException(Failure.STORE, SqlErrors.READ_ONLY, SqlErrors.READ_ONLY_HINT);
    }
    List<String> missing = sql.list(TABLES_WITHOUT_RIGHTS, row -> row.getString(1));
    if (!missing.isEmpty()) {
      throw new AttestorException(
          Failure.STORE,
          "the role %s may not write into %s"
              .formatted(text(sql, ROLE), String.join(", ", missing)),
          "as the owner of the tables run: grant select, insert, update, delete on all tables in"
              + " schema %s to %s"
                  .formatted(text(sql, "select current_schema()"), text(sql, ROLE)));
    }
  }

  /** Writes and rolls back, and acquires and releases a lock. */
  public void tryOut() {
    requireWritable(new Sql(database));
    try (Connection connection = database.connectDirectly();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(
          "insert into sync_cycles (backend, origin, started_at, finished_at, outcome, tiles,"
              + " entry_bundles, bytes, requests) values ('', '', now(), now(), '', 0, 0, 0, 0)");
      connection.rollback();
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
    try (PostgresLogLocks locks = new PostgresLogLocks(database)) {
      locks.acquire(NO_LOG, Duration.ofSeconds(5)).requireValid(NO_LOG);
    }
  }

  private static String text(Sql sql, String query) {
    return sql.first(query, row -> row.getString(1)).orElse("");
  }
}
