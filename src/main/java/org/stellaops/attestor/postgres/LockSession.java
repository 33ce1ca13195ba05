package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/** A connection that acquires one advisory lock and holds it until it is closed. */
final class LockSession implements LogLocks.HeldLock {
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);

  // server timeouts must not end an idle session; keepalives detect a dead host within a minute
  private static final String SETTINGS =
      """
      select set_config(name, value, false)
        from (values ('lock_timeout', ?),
                     ('statement_timeout', '0'),
                     ('idle_session_timeout', '0'),
                     ('tcp_keepalives_idle', '20'),
                     ('tcp_keepalives_interval', '10'),
                     ('tcp_keepalives_count', '3')) as wanted (name, value)
        join pg_settings using (name)
      """;
  private static final String HELD_BY_THIS_SESSION =
      """
      select from pg_locks
       where locktype = 'advisory' and pid = pg_backend_pid() and granted
         and classid = ?::bigint::oid and objid = ?::bigint::oid and objsubid = 1
      """;
  private static final String HOLDER =
      """
      select application_name, host(client_addr) as host, backend_start
        from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())
         and classid = ?::bigint::oid and objid = ?::bigint::oid and objsubid = 1
      """;

  private final Connection connection;
  private final AdvisoryLockKey key;
  private boolean held;

  private LockSession(Connection connection, AdvisoryLockKey key) {
    this.connection = connection;
    this.key = key;
  }

  static LockSession open(Database database, AdvisoryLockKey key) throws SQLException {
    return new LockSession(database.connectDirectly(), key);
  }

  /**
   * Acquires the lock for schema migrations.
   *
   * @throws AttestorException with {@code busy} if another session holds it after the timeout
   */
  static LockSession openForMigration(Database database, Duration timeout) throws SQLException {
    LockSession session = open(database, AdvisoryLockKey.ofMigration(database.schema()));
    if (session.lock(timeout)) {
      return session;
    }
    try (session) {
      throw new AttestorException(
          Failure.BUSY,
          database + " is being migrated by " + session.holder(),
          "wait until it has finished, or stop it");
    }
  }

  /** Waits for the lock; false if another session still holds it after the timeout. */
  boolean lock(Duration timeout) throws SQLException {
    // lock_timeout 0 would mean no timeout
    long millis = Math.max(1, Math.min(timeout.toMillis(), Integer.MAX_VALUE / 2));
    setNetworkTimeout(Duration.ofMillis(millis).plus(RESPONSE_TIMEOUT));
    try {
      execute(SETTINGS, Long.toString(millis));
      execute("select pg_advisory_lock(?)", key.value());
      held = true;
      setNetworkTimeout(RESPONSE_TIMEOUT);
      return true;
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return false;
      }
      close();
      throw e;
    }
  }

  /** Describes the holder of the lock, for messages. */
  String holder() throws SQLException {
    try (PreparedStatement statement =
            Sql.prepare(connection, HOLDER, key.classId(), key.objectId());
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        return "another process, which has finished meanwhile";
      }
      String host = row.getString("host");
      OffsetDateTime since = row.getObject("backend_start", OffsetDateTime.class);
      return row.getString("application_name")
          + (host == null ? "" : " from " + host)
          + (since == null ? "" : " since " + since.toInstant().truncatedTo(ChronoUnit.SECONDS));
    }
  }

  @Override
  public boolean isValid() {
    try (PreparedStatement statement =
            Sql.prepare(connection, HELD_BY_THIS_SESSION, key.classId(), key.objectId());
        ResultSet row = statement.executeQuery()) {
      return row.next();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Unlocks explicitly, because the server ends a closed session with a delay. */
  @Override
  public void close() {
    try (Connection closing = connection) {
      if (held && !closing.isClosed()) {
        execute("select pg_advisory_unlock(?)", key.value());
      }
    } catch (SQLException e) {
      // the connection is lost, which releases the lock
    }
  }

  private void execute(String sql, Object parameter) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, sql, parameter)) {
      statement.execute();
    }
  }

  private void setNetworkTimeout(Duration timeout) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
  }
}
