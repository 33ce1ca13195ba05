package org.stellaops.attestor.route;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.AuditWatch;

/**
 * Holds audits back so that together they read so many bytes a second, and can end them at once.
 */
final class AuditPace implements AuditWatch {
  private final long bytesPerSecond;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long free = System.nanoTime();

  /** A pace; 0 bytes per second is no limit. */
  AuditPace(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public void begin(long amount) {}

  @Override
  public void checked() {}

  @Override
  public void read(long bytes) {
    try {
      if (stopped.await(delay(bytes), TimeUnit.NANOSECONDS)) {
        throw stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stop();
    }
  }

  /** Ends all audits at their next file. */
  void end() {
    stopped.countDown();
  }

  private synchronized long delay(long bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = System.nanoTime();
    long wait = Math.max(0, free - now);
    free = now + wait + (long) (bytes * 1e9 / bytesPerSecond);
    return wait;
  }

  private static AttestorException stop() {
    return new AttestorException(
        Failure.INCOMPLETE, "the audit ended before it was through", "the next one begins anew");
  }
}
