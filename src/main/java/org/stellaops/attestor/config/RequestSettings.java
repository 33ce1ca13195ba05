package org.stellaops.attestor.config;

import java.time.Duration;
import java.util.Optional;
import org.stellaops.attestor.config.schema.RequestKeys;

/**
 * How a server is asked; each number is per backend.
 *
 * @param parallelRequests most in flight at once, 1 to 256
 * @param requestsPerSecond most that begin within a second, 1 to 100,000
 * @param requestTimeout until the answer is complete, at least 100 ms
 * @param retries further attempts after a failure that may pass, 0 to 20
 * @param retryDelay before the first further attempt, 1 ms to 30 s
 * @param maxRetryAfter longest Retry-After that is waited for
 * @param contact e-mail address or URL of the operator, for the User-Agent
 */
public record RequestSettings(
    int parallelRequests,
    int requestsPerSecond,
    Duration requestTimeout,
    int retries,
    Duration retryDelay,
    Duration maxRetryAfter,
    Optional<String> contact) {

  /** Refuses values outside their ranges. */
  public RequestSettings {
    RequestKeys.PARALLEL_REQUESTS.require(parallelRequests);
    RequestKeys.REQUESTS_PER_SECOND.require(requestsPerSecond);
    RequestKeys.REQUEST_TIMEOUT.require(requestTimeout);
    RequestKeys.RETRIES.require(retries);
    RequestKeys.RETRY_DELAY.require(retryDelay);
    RequestKeys.MAX_RETRY_AFTER.require(maxRetryAfter);
    RequestKeys.CONTACT.require(contact);
  }

  /** The same with at most so many further attempts. */
  RequestSettings withMaxRetries(int limit) {
    return new RequestSettings(
        parallelRequests,
        requestsPerSecond,
        requestTimeout,
        Math.min(retries, limit),
        retryDelay,
        maxRetryAfter,
        contact);
  }
}
