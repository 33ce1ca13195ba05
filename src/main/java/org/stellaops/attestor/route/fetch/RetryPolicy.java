package org.stellaops.attestor.route.fetch;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.RetryAfter;

/**
 * Decides whether a failed download is retried, and after which {@code Retry-After}. Only network
 * failures are retried, not responses that were rejected.
 *
 * @param maxRetries retries after the first try, 0 or more
 * @param maxDelay the longest {@code Retry-After} to wait for; after a longer one the next cycle
 *     retries
 */
public record RetryPolicy(int maxRetries, Duration maxDelay, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  /** Whether to retry. Without a retry counter of Camel there is no retry. */
  public boolean shouldRetry(
      @Variable("operation") FetchContext context,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
      @Header(Exchange.REDELIVERY_COUNTER) @Nullable Integer attempt) {
    boolean retry =
        attempt != null && attempt <= maxRetries && isTransient(thrown) && !exceedsMaxDelay(thrown);
    if (retry) {
      String what = FailureMapper.map(thrown).getMessage();
      LOG.warn("{}: {}; retry {} of {}", context.backendId(), what, attempt, maxRetries);
    }
    return retry;
  }

  /** The {@code Retry-After} of the response; empty if it had none. */
  public Optional<Duration> requestedDelay(Throwable thrown) {
    return FailureMapper.httpFailure(thrown)
        .flatMap(answer -> RetryAfter.delay(answer.getResponseHeaders(), clock));
  }

  private boolean exceedsMaxDelay(Throwable thrown) {
    return requestedDelay(thrown).map(wait -> wait.compareTo(maxDelay) > 0).orElse(false);
  }

  private static boolean isTransient(Throwable thrown) {
    AttestorException failure = FailureMapper.map(thrown);
    return failure.failure() == Failure.NETWORK
        && !(failure instanceof NonRetryableException)
        && FailureMapper.httpFailure(thrown)
            .map(HttpOperationFailedException::getStatusCode)
            .map(status -> status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS)
            .orElse(true);
  }
}
