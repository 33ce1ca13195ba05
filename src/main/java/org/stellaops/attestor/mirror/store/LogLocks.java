package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import org.stellaops.attestor.checkpoint.Origin;

/** One writer for each log, among all processes and hosts that share a store. */
public interface LogLocks {
  /**
   * Takes the lock of a log, waiting for another holder at most this long.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code busy}, naming the holder,
   *     if it does not become free; with {@code store} if the store is away
   */
  HeldLock acquire(Origin origin, Duration timeout);

  /** A lock that is held until it is closed, or until this process or its connection dies. */
  interface HeldLock extends AutoCloseable {
    /** Whether it is still ours; false once the connection to the store is lost. */
    boolean isValid();

    @Override
    void close();
  }
}
