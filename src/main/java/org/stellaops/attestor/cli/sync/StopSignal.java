package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for SIGTERM or Ctrl-C. Open it before the resources that must be closed in order: the
 * process ends when they are closed, or after 25 seconds.
 */
final class StopSignal implements AutoCloseable {
  private static final long GRACE_SECONDS = 25;

  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Registers the shutdown hook. */
  StopSignal() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop-signal"));
  }

  /** Waits for the signal. */
  void await() throws InterruptedException {
    stopRequested.await();
  }

  /**
   * Waits for the signal or until the timeout.
   *
   * @return whether the signal was received
   */
  boolean await(Duration timeout) throws InterruptedException {
    return stopRequested.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Runs the work, and returns whether the signal made it fail; other failures are thrown. */
  boolean interrupts(Work work) throws IOException, InterruptedException {
    try {
      work.run();
      return false;
    } catch (IOException | InterruptedException | RuntimeException e) {
      if (stopRequested.getCount() > 0) {
        throw e;
      }
      return true;
    }
  }

  /** Ends a start that the signal has interrupted, between two of its steps. */
  void requireRunning() {
    if (stopRequested.getCount() == 0) {
      throw new CancellationException("the process is stopping");
    }
  }

  /** Lets the process end. */
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
