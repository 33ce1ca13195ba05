package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Locks that admit one writer for each log among all processes and hosts that share a store. */
public interface LogLocks {
  /**
   * Acquires the lock of a log, waiting at most this long.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code busy}, naming the holder,
   *     if it does not become free; with {@code store} if PostgreSQL is not reachable
   */
  HeldLock acquire(Origin origin, Duration timeout);

  /** A lock that is held until it is closed, or until this process or its connection ends. */
  interface HeldLock extends AutoCloseable {
    /** Whether the lock is still held; false after the connection to PostgreSQL was lost. */
    boolean isValid();

    /** Fails with {@code store} if the lock of this log is not held any more. */
    default void requireValid(Origin origin) {
      if (!isValid()) {
        throw new AttestorException(
            Failure.STORE,
            "the lock of '" + origin + "' was lost with the connection to PostgreSQL",
            "repeat the operation when PostgreSQL is available; the next cycle continues it");
      }
    }

    @Override
    void close();
  }
}
