package org.stellaops.attestor.cli.sync;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM or Ctrl-C. Opened before everything that must be closed in order, it keeps the
 * process until that is done, but not for longer than 25 seconds.
 */
final class StopSignal implements AutoCloseable {
  private static final long GRACE_SECONDS = 25;

  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Begins to listen. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-signal"));
  }

  /** Returns when the process is told to stop. */
  void await() throws InterruptedException {
    stopRequested.await();
  }

  /**
   * Returns when the process is told to stop or the time is over.
   *
   * @return whether it was told to stop
   */
  boolean await(Duration timeout) throws InterruptedException {
    return stopRequested.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Everything is closed; the process may go. */
  @Override
  public void close() {
    closed.countDown();
  }

  private void stop() {
    stopRequested.countDown();
    try {
      closed.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
