package org.stellaops.attestor.route;

import java.math.BigInteger;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.http.base.HttpOperationFailedException;

/** The header by which a server says how long to wait, as RFC 9110 section 10.2.3 has it. */
final class RetryAfter {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US);

  /** About thirty years: whoever asks for more asks for no less. */
  private static final BigInteger FOR_EVER = BigInteger.valueOf(1_000_000_000);

  private RetryAfter() {}

  /** The header as it came. */
  static Optional<String> text(HttpOperationFailedException answer) {
    return Optional.ofNullable(answer.getResponseHeaders()).stream()
        .flatMap(headers -> headers.entrySet().stream())
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .map(Map.Entry::getValue)
        .map(String::strip)
        .findFirst();
  }

  /** How long it is from now, in either form; empty if the server does not say, or not so. */
  static Optional<Duration> wait(HttpOperationFailedException answer, Clock clock) {
    return text(answer).flatMap(text -> parse(text, clock));
  }

  private static Optional<Duration> parse(String text, Clock clock) {
    if (text.matches("[0-9]+")) {
      return Optional.of(Duration.ofSeconds(new BigInteger(text).min(FOR_EVER).longValue()));
    }
    try {
      Instant until = ZonedDateTime.parse(text, HTTP_DATE).toInstant();
      Duration wait = Duration.between(clock.instant(), until);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
