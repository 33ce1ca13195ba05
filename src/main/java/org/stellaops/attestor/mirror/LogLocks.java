package org.stellaops.attestor.mirror;

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
  Held acquire(Origin origin, Duration patience);

  /** A lock that is held until it is closed, or until this process or its connection dies. */
  interface Held extends AutoCloseable {
    /** Whether it is still ours; false once the connection to the store is lost. */
    boolean valid();

    @Override
    void close();
  }
}
