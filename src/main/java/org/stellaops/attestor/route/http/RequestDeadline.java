package org.stellaops.attestor.route.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Aborts a request at a point in time, whatever it waits for: a connection, the TLS handshake, the
 * next byte of a header, or the first byte of a decompressed body. The timeout of a socket starts
 * again with each byte.
 */
final class RequestDeadline {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Duration timeout;
  private final Future<?> abort;
  private volatile boolean expired;

  private RequestDeadline(HttpRequest request, Duration timeout) {
    this.timeout = timeout;
    this.abort = TIMER.schedule(() -> expire(request), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Starts the time of a request. */
  static RequestDeadline start(HttpRequest request, Duration timeout) {
    return new RequestDeadline(request, timeout);
  }

  /** Ends the watch: the request is done. */
  void cancel() {
    abort.cancel(false);
  }

  /** The failure of a request: if it was aborted here, a timeout instead of its consequence. */
  IOException explain(IOException failure) {
    return expired ? timedOut(failure) : failure;
  }

  /**
   * Fails once the time is over, also if nothing was waiting when the request was aborted.
   *
   * @throws SocketTimeoutException after the deadline
   */
  void check() throws SocketTimeoutException {
    if (expired) {
      throw timedOut(null);
    }
  }

  private SocketTimeoutException timedOut(@Nullable Exception cause) {
    SocketTimeoutException late =
        new SocketTimeoutException(
            "the response was not complete within " + timeout.toMillis() + " ms");
    if (cause != null) {
      late.addSuppressed(cause);
    }
    return late;
  }

  private void expire(HttpRequest request) {
    expired = true;
    if (request instanceof Cancellable aborted) {
      aborted.cancel(); // closes the socket below TLS without waiting for the peer
    }
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "request-deadlines");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }
}
