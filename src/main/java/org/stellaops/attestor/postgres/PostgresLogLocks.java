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
 * A session advisory lock for each log, among all that use the same schema of the same database. A
 * holder that is killed holds nothing any more; one whose host vanishes loses it within a minute.
 */
public final class PostgresLogLocks implements LogLocks {
  private final Database database;

  /** The locks of this schema of this database, which need not have tables yet. */
  public PostgresLogLocks(Database database) {
    this.database = database;
  }

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
            "the log " + origin + " is being worked on by " + session.holder(),
            "wait until it has finished, or stop it; a log never has two writers");
      }
    } catch (SQLException e) {
      throw SqlErrors.of(e, database.target());
    }
  }
}
