package org.stellaops.attestor.route;

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

/**
 * Until when which server asked to be left alone: it answered 429 or 503 with {@code Retry-After}.
 * One answer counts for all requests of this process to that host and port, of whatever log and
 * cycle. Safe for many threads.
 */
public final class BusyServers {
  private static final Set<Integer> BUSY = Set.of(429, 503);

  /** Whoever asks for more is asked again after this, so that no answer silences us for good. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Map<String, Instant> until = new ConcurrentHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Duration patience;
  private final Clock clock;

  /**
   * Knows of no busy server yet.
   *
   * @param patience the longest time that a request waits for one, 0 or more
   */
  public BusyServers(Duration patience, Clock clock) {
    this.patience = patience;
    this.clock = clock;
  }

  /** Remembers what a server asked for, if it did, when a request to it has failed. */
  public void note(
      @Variable("address") @Nullable Address address,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    if (address != null) {
      Failures.answer(thrown)
          .filter(answer -> BUSY.contains(answer.getStatusCode()))
          .flatMap(answer -> RetryAfter.wait(answer, clock))
          .map(wait -> wait.compareTo(LONGEST) < 0 ? wait : LONGEST)
          .ifPresent(wait -> leave(server(address.prefix()), clock.instant().plus(wait)));
    }
  }

  /**
   * Waits until the server of this address can be asked again, which mostly is now.
   *
   * @throws AttestorException with {@code network} at once if that is longer than our patience, and
   *     when the program ends meanwhile
   */
  public void leaveAlone(@Variable("address") Address address) {
    String server = server(address.prefix());
    for (Instant free = until.get(server); free != null; free = until.get(server)) {
      Duration left = Duration.between(clock.instant(), free);
      if (left.isZero() || left.isNegative()) {
        until.remove(server, free);
      } else if (left.compareTo(patience) > 0) {
        throw refused(address, free, "");
      } else if (ends(left)) {
        throw refused(address, free, ", and the program ends before");
      }
    }
  }

  /** Ends all waiting, and lets none begin. */
  public void end() {
    ended.countDown();
  }

  private void leave(String server, Instant free) {
    until.merge(server, free, (known, now) -> known.isAfter(now) ? known : now);
  }

  private boolean ends(Duration wait) {
    try {
      return ended.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static String server(URI prefix) {
    return String.valueOf(prefix.getAuthority()).toLowerCase(Locale.ROOT);
  }

  private static LastingTrouble refused(Address address, Instant free, String why) {
    return new LastingTrouble(
        new AttestorException(
            Failure.NETWORK,
            address.prefix().getAuthority()
                + " asked to be left alone until "
                + free.truncatedTo(ChronoUnit.SECONDS)
                + why
                + "; it was not asked for "
                + address.url(),
            "the first cycle after that asks again; a cycle waits for as long as"
                + " attestor.rekorSync.maxRetryAfter, and a lower requestsPerSecond is more polite"));
  }
}
