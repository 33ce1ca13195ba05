package org.stellaops.attestor.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM or Ctrl-C. Opened before everything that must be closed in order, it keeps the
 * process until that is done, but not for longer than 25 seconds.
 */
final class StopSignal implements AutoCloseable {
  private static final long GRACE_SECONDS = 25;

  private final CountDownLatch told = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  /** Begins to listen. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-signal"));
  }

  /** Returns when the process is told to stop. */
  void await() throws InterruptedException {
    told.await();
  }

  /**
   * Returns when the process is told to stop or the time is over.
   *
   * @return whether it was told to stop
   */
  boolean await(Duration atMost) throws InterruptedException {
    return told.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Everything is closed; the process may go. */
  @Override
  public void close() {
    done.countDown();
  }

  private void stop() {
    told.countDown();
    try {
      done.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
