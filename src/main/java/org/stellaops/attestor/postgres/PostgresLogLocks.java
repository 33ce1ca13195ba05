package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.SqlErrors;

/**
 * Session-level advisory locks, one per log, among all processes that use the same schema of the
 * same database. A killed process loses its locks at once, an unreachable host within a minute.
 *
 * @param database the database and its schema, which need not exist yet
 */
public record PostgresLogLocks(Database database) implements LogLocks {
  @Override
  public HeldLock acquire(Origin origin, Duration timeout) {
    try {
      LockSession session =
          LockSession.open(database, AdvisoryLockKey.ofLog(database.schema(), origin));
      if (session.lock(timeout)) {
        return session;
      }
      try (session) {
        throw new AttestorException(
            Failure.BUSY,
            "log " + origin + " is locked by " + session.holder(),
            "wait until it has finished, or stop it; a log has one writer at a time");
      }
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }
}
