package org.stellaops.attestor.postgres.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Detects a connection pooler that gives each transaction another server connection, as PgBouncer
 * with {@code pool_mode=transaction}. Advisory locks protect nothing there, because they belong to
 * a server connection.
 */
public final class PoolerCheck {
  private PoolerCheck() {}

  /**
   * Fails if the statements of one connection are executed by two server processes, or those of two
   * connections by one, or if a setting of the connection is not in effect.
   *
   * @throws AttestorException with {@code store}
   */
  public static void run(Database database) {
    try (Connection one = database.connectDirectly();
        Connection two = database.connectDirectly()) {
      Set<String> processes = new TreeSet<>(Set.of(process(one)));
      processes.add(process(one));
      two.setAutoCommit(false);
      boolean shared = processes.contains(process(two));
      if (shared || processes.size() > 1 || processes.add(process(one))) {
        throw poolerFailure(database.target().location());
      }
      requireSchema(database, one);
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  /** The failure for such a pooler at this location. */
  static AttestorException poolerFailure(String location) {
    return new AttestorException(
        Failure.STORE,
        location + ": a connection pooler in transaction mode, where locks protect nothing",
        "connect to PostgreSQL itself, or use session mode (PgBouncer: pool_mode=session)");
  }

  private static void requireSchema(Database database, Connection connection) throws SQLException {
    String path = text(connection, "select current_setting('search_path')");
    if (!path.replace("\"", "").equals(database.schema())) {
      throw new AttestorException(
          Failure.STORE,
          "%s: search_path is %s, not %s: a connection pooler drops the setting"
              .formatted(database.target().location(), path, database.schema()),
          "connect to PostgreSQL itself, or run as its administrator: alter role %s set search_path"
                  .formatted(text(connection, "select quote_ident(current_user)"))
              + " = "
              + database.schema());
    }
  }

  private static String process(Connection connection) throws SQLException {
    return text(connection, "select pg_backend_pid()::text");
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, sql);
        ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
