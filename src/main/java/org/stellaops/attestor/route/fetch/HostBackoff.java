package org.stellaops.attestor.route.fetch;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.RetryAfter;

/**
 * Delays requests to hosts that answered 429 or 503 with {@code Retry-After}. The delay applies to
 * all requests of this process to that host and port. Safe for many threads.
 */
public final class HostBackoff {
  private static final Set<Integer> BUSY_STATUS_CODES = Set.of(429, 503);

  /** A longer {@code Retry-After} is cut to this, so that no response stops requests for good. */
  private static final Duration MAX_BACKOFF = Duration.ofDays(1);

  private final Map<String, Instant> blockedUntil = new ConcurrentHashMap<>();
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final Duration maxWait;
  private final Clock clock;

  /**
   * @param maxWait the longest time that a request waits for a host, 0 or more
   */
  public HostBackoff(Duration maxWait, Clock clock) {
    this.maxWait = maxWait;
    this.clock = clock;
  }

  /** Records the {@code Retry-After} of a failed request, if its response had one. */
  public void record(
      @Variable("attempt") @Nullable FetchAttempt attempt,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    if (attempt != null) {
      FailureMapper.httpFailure(thrown)
          .filter(response -> BUSY_STATUS_CODES.contains(response.getStatusCode()))
          .flatMap(response -> RetryAfter.delay(response.getResponseHeaders(), clock))
          .map(wait -> wait.compareTo(MAX_BACKOFF) < 0 ? wait : MAX_BACKOFF)
          .ifPresent(wait -> block(hostOf(attempt.prefix()), clock.instant().plus(wait)));
    }
  }

  /**
   * Waits until the host of this attempt accepts requests again.
   *
   * @throws AttestorException with {@code network}, at once if the wait is longer than {@code
   *     maxWait}, or when the program shuts down meanwhile
   */
  public void await(FetchAttempt attempt) {
    String host = hostOf(attempt.prefix());
    for (Instant until = blockedUntil.get(host); until != null; until = blockedUntil.get(host)) {
      Duration remaining = Duration.between(clock.instant(), until);
      if (remaining.isZero() || remaining.isNegative()) {
        blockedUntil.remove(host, until);
      } else if (remaining.compareTo(maxWait) > 0) {
        throw unavailable(attempt, until, "");
      } else if (awaitShutdown(remaining)) {
        throw unavailable(attempt, until, ", and the program shuts down");
      }
    }
  }

  /** Ends all waits, and makes later ones fail. */
  public void shutDown() {
    shutdown.countDown();
  }

  private void block(String host, Instant until) {
    blockedUntil.merge(host, until, (current, now) -> current.isAfter(now) ? current : now);
  }

  private boolean awaitShutdown(Duration wait) {
    try {
      return shutdown.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String hostOf(URI prefix) {
    return String.valueOf(prefix.getAuthority()).toLowerCase(Locale.ROOT);
  }

  private static NonRetryableException unavailable(
      FetchAttempt attempt, Instant until, String reason) {
    return new NonRetryableException(
        new AttestorException(
            Failure.NETWORK,
            "%s accepts no requests until %s (Retry-After)%s; %s was not requested"
                .formatted(
                    attempt.prefix().getAuthority(),
                    until.truncatedTo(ChronoUnit.SECONDS),
                    reason,
                    attempt.url()),
            "the first cycle after that time retries; attestor.rekorSync.maxRetryAfter limits how"
                + " long a cycle waits, and a lower requestsPerSecond avoids the limit"));
  }
}
