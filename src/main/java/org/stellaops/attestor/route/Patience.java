package org.stellaops.attestor.route;

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

/**
 * Decides whether a download that failed is worth another try, and how long the server asked us to
 * wait. Only trouble on the way is: what came and was refused is refused for good.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private final int retries;
  private final Duration longest;
  private final Clock clock;

  /**
   * Tries again at most this often.
   *
   * @param retries tries after the first, 0 or more
   * @param longest the longest wait that a server can ask for; one that asks for more gets the next
   *     cycle
   */
  public Patience(int retries, Duration longest, Clock clock) {
    this.retries = retries;
    this.longest = longest;
    this.clock = clock;
  }

  /**
   * Whether to try again.
   *
   * @param tries how often it was tried, as Camel counts; if Camel does not, that was too often
   */
  public boolean tryAgain(
      @Variable("backend") String backend,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown,
      @Header(Exchange.REDELIVERY_COUNTER) @Nullable Integer tries) {
    boolean again =
        tries != null && tries <= retries && isPassing(thrown) && !asksForTooLong(thrown);
    if (again) {
      String what = Failures.of(thrown).getMessage();
      LOG.warn("{}: {}; trying again, {} of {}", backend, what, tries, retries);
    }
    return again;
  }

  /** How long the server asked us to wait; empty if it did not. */
  public Optional<Duration> asked(Throwable thrown) {
    return Failures.answer(thrown).flatMap(answer -> RetryAfter.wait(answer, clock));
  }

  private boolean asksForTooLong(Throwable thrown) {
    return asked(thrown).map(wait -> wait.compareTo(longest) > 0).orElse(false);
  }

  private static boolean isPassing(Throwable thrown) {
    Optional<HttpOperationFailedException> http = Failures.answer(thrown);
    if (http.isPresent()) {
      int status = http.get().getStatusCode();
      return status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
    }
    AttestorException failure = Failures.of(thrown);
    return failure.failure() == Failure.NETWORK && !(failure instanceof LastingTrouble);
  }
}
