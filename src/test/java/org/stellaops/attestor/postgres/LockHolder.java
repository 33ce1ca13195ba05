package org.stellaops.attestor.postgres;

import java.io.IOException;
import java.time.Duration;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.postgres.connection.Database;

/** A process that holds the lock of a log until its input ends, or until it is killed. */
final class LockHolder {
  private LockHolder() {}

  public static void main(String[] arguments) throws IOException {
    ConnectionTarget target = ConnectionTarget.parse(arguments[0]).withPassword(arguments[1]);
    Database database = Database.direct(target, TestDatabase.SCHEMA, "hold");
    try (LogLocks.HeldLock held =
        new PostgresLogLocks(database).acquire(new Origin(arguments[2]), Duration.ofSeconds(5))) {
      System.out.println("held " + held.isValid());
      System.in.readAllBytes();
    }
  }
}
