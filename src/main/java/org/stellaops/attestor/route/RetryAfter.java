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
import org.jspecify.annotations.Nullable;

/** The Retry-After header of RFC 9110 section 10.2.3. */
public final class RetryAfter {
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.US);

  /** About 30 years; longer delays are cut to it. */
  private static final BigInteger MAX_SECONDS = BigInteger.valueOf(1_000_000_000);

  private RetryAfter() {}

  /** The value of the header as received; empty if the response has none. */
  static Optional<String> headerValue(@Nullable Map<String, String> headersOfResponse) {
    return Optional.ofNullable(headersOfResponse).stream()
        .flatMap(headers -> headers.entrySet().stream())
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .map(Map.Entry::getValue)
        .map(String::strip)
        .findFirst();
  }

  /**
   * The delay from now that a response requests, in either form of the header.
   *
   * @param headersOfResponse header values by name, in any case; null if there are none
   * @return empty if the header is absent or malformed
   */
  public static Optional<Duration> delay(
      @Nullable Map<String, String> headersOfResponse, Clock clock) {
    return headerValue(headersOfResponse).flatMap(text -> parse(text, clock));
  }

  private static Optional<Duration> parse(String text, Clock clock) {
    if (text.matches("[0-9]+")) {
      return Optional.of(Duration.ofSeconds(new BigInteger(text).min(MAX_SECONDS).longValue()));
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
