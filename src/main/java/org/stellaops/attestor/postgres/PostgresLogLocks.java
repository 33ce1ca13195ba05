package org.stellaops.attestor.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogLocks;

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
  public Held acquire(Origin origin, Duration patience) {
    try {
      LockSession session =
          LockSession.open(database, AdvisoryKey.ofLog(database.schema(), origin));
      if (session.lock(patience)) {
        return session;
      }
      try (session) {
        throw new AttestorException(
            Failure.BUSY,
            "the log " + origin + " is being worked on by " + session.holder(),
            "wait until it has finished, or stop it; a log never has two writers");
      }
    } catch (SQLException e) {
      throw StoreFailure.of(e, database.target());
    }
  }
}
