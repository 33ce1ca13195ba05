package org.stellaops.attestor.route.maintenance;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.audit.AuditListener;

/** Limits the bytes per second that all audits together read, and can stop them. */
final class ByteRateLimiter implements AuditListener {
  private final long bytesPerSecond;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long nextFree = System.nanoTime();

  /** Limits to this rate; 0 is no limit. */
  ByteRateLimiter(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public void onRead(long bytes) {
    try {
      if (stopped.await(reserve(bytes), TimeUnit.NANOSECONDS)) {
        throw stopped();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw stopped();
    }
  }

  /** Stops all audits at their next file. */
  void stop() {
    stopped.countDown();
  }

  private synchronized long reserve(long bytes) {
    if (bytesPerSecond == 0) {
      return 0;
    }
    long now = System.nanoTime();
    long wait = Math.max(0, nextFree - now);
    nextFree = now + wait + (long) (bytes * 1e9 / bytesPerSecond);
    return wait;
  }

  private static AttestorException stopped() {
    return new AttestorException(
        Failure.INCOMPLETE,
        "the audit was interrupted",
        "the next audit starts from the beginning");
  }
}
