package org.stellaops.attestor.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;

/**
 * A connection that holds any number of advisory locks until it is closed. Safe for use by several
 * threads: each statement takes about a millisecond, and none waits for a lock in the server. After
 * the first error the session is closed, and all its locks are lost.
 */
final class LockSession implements AutoCloseable {
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(10);
  private static final long FIRST_RETRY_MILLIS = 10;
  private static final long LAST_RETRY_MILLIS = 250;

  // server timeouts must not end an idle session; keepalives detect a dead host within a minute
  private static final String SETTINGS =
      """
      select count(set_config(name, value, false)) > 0
        from (values ('statement_timeout', '0'),
                     ('idle_session_timeout', '0'),
                     ('tcp_keepalives_idle', '20'),
                     ('tcp_keepalives_interval', '10'),
                     ('tcp_keepalives_count', '3')) as wanted (name, value)
        join pg_settings using (name)
      """;
  private static final String HOLDERS =
      """
        from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())
         and classid = ?::bigint::oid and objid = ?::bigint::oid and objsubid = 1
      """;
  private static final String HELD_BY_THIS_SESSION =
      "select exists (select" + HOLDERS + " and pid = pg_backend_pid())";
  private static final String HOLDER =
      "select application_name, host(client_addr) as host, backend_start" + HOLDERS;

  private final Connection connection;
  private final Set<AdvisoryLockKey> held = new HashSet<>();
  private boolean closed;

  private LockSession(Connection connection) {
    this.connection = connection;
  }

  static LockSession open(Database database) throws SQLException {
    LockSession session = new LockSession(database.connectDirectly());
    session.connection.setNetworkTimeout(Runnable::run, (int) RESPONSE_TIMEOUT.toMillis());
    session.isTrue(SETTINGS);
    return session;
  }

  /**
   * Acquires the lock for schema migrations in a session of its own.
   *
   * @throws AttestorException with {@code busy} if another session holds it after the timeout
   */
  static LockSession openForMigration(Database database, Duration timeout) throws SQLException {
    LockSession session = open(database);
    AdvisoryLockKey key = AdvisoryLockKey.ofMigration(database.schema());
    if (session.lock(key, timeout)) {
      return session;
    }
    try (session) {
      throw new AttestorException(
          Failure.BUSY,
          database + " is being migrated by " + session.holder(key),
          "wait until it has finished, or stop it");
    }
  }

  /**
   * Acquires a lock that no other session and no other thread of this process holds.
   *
   * @return false if it is still held after the timeout
   */
  synchronized boolean lock(AdvisoryLockKey key, Duration timeout) throws SQLException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (long retry = FIRST_RETRY_MILLIS;
        !tryLock(key);
        retry = Math.min(2 * retry, LAST_RETRY_MILLIS)) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return false;
      }
      try {
        wait(Math.min(left, retry));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AttestorException(Failure.BUSY, "interrupted while waiting for a lock", "");
      }
    }
    return true;
  }

  /** The server lets a session acquire a lock twice, hence the set. */
  private boolean tryLock(AdvisoryLockKey key) throws SQLException {
    return held.contains(key)
        ? isTrue("select false") // finds out whether the session still exists
        : isTrue("select pg_try_advisory_lock(?)", key.value()) && held.add(key);
  }

  /** Whether the server confirms that this session holds the lock. */
  synchronized boolean holds(AdvisoryLockKey key) {
    try {
      return held.contains(key) && isTrue(HELD_BY_THIS_SESSION, key.classId(), key.objectId());
    } catch (SQLException e) {
      return false;
    }
  }

  /** Releases a lock. */
  synchronized void unlock(AdvisoryLockKey key) {
    try {
      if (held.remove(key)) {
        notifyAll();
        isTrue("select pg_advisory_unlock(?)", key.value());
      }
    } catch (SQLException e) {
      // the session is closed, which releases the lock
    }
  }

  /** Describes the holder of a lock, for messages. */
  synchronized String holder(AdvisoryLockKey key) throws SQLException {
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

  /** Whether the session was closed, by {@link #close()} or after an error. */
  synchronized boolean isClosed() {
    return closed;
  }

  /** Unlocks explicitly, because the server ends a closed session with a delay. */
  @Override
  public synchronized void close() {
    try (Connection closing = connection) {
      if (!held.isEmpty() && !closed && !closing.isClosed()) {
        isTrue("select pg_advisory_unlock_all() is not null");
      }
    } catch (SQLException e) {
      // the connection is lost, which releases the locks
    }
    closed = true;
    held.clear();
    notifyAll();
  }

  private boolean isTrue(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = Sql.prepare(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      return row.next() && row.getBoolean(1);
    } catch (SQLException e) {
      closed = true;
      close();
      throw e;
    }
  }
}
