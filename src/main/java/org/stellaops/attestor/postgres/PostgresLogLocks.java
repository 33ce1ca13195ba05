package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.SqlErrors;

/**
 * Session-level advisory locks, one per log, among all processes that use the same schema of the
 * same database. All locks of a process are in one session, so their number does not matter to the
 * server's {@code max_connections}. A killed process loses its locks at once, an unreachable host
 * within a minute; a process that loses the connection loses all its locks.
 */
public final class PostgresLogLocks implements LogLocks, AutoCloseable {
  private final Database database;
  private @Nullable LockSession session;

  /**
   * Connects with the first lock.
   *
   * @param database the database and its schema, which need not exist yet
   */
  public PostgresLogLocks(Database database) {
    this.database = database;
  }

  @Override
  public HeldLock acquire(Origin origin, Duration timeout) {
    AdvisoryLockKey key = AdvisoryLockKey.ofLog(database.schema(), origin);
    try {
      LockSession current = session();
      try {
        return acquire(current, key, origin, timeout);
      } catch (SQLException lost) {
        // the connection may have been lost while no log was locked
        return acquire(session(), key, origin, timeout);
      }
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }

  private static HeldLock acquire(
      LockSession session, AdvisoryLockKey key, Origin origin, Duration timeout)
      throws SQLException {
    if (session.lock(key, timeout)) {
      return new LockInSession(session, key, new AtomicBoolean());
    }
    throw new AttestorException(
        Failure.BUSY,
        "log " + origin + " is locked by " + session.holder(key),
        "wait until it has finished, or stop it; a log has one writer at a time");
  }

  private synchronized LockSession session() throws SQLException {
    if (session == null || session.isClosed()) {
      session = LockSession.open(database);
    }
    return session;
  }

  /** Releases all locks. */
  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }

  private record LockInSession(LockSession session, AdvisoryLockKey key, AtomicBoolean released)
      implements HeldLock {
    @Override
    public boolean isValid() {
      return !released.get() && session.holds(key);
    }

    /** A second call must not release the lock of the next holder. */
    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        session.unlock(key);
      }
    }
  }
}
