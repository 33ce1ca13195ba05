package org.stellaops.attestor.route.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class RetryPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final int RETRIES = 3;

  private final RetryPolicy patience =
      new RetryPolicy(RETRIES, Duration.ofMinutes(2), Clock.fixed(NOW, ZoneOffset.UTC));

  @ParameterizedTest
  @CsvSource({
    "301, false",
    "302, false",
    "307, false",
    "400, false",
    "401, false",
    "403, false",
    "404, false",
    "405, false",
    "410, false",
    "416, false",
    "418, false",
    "428, false",
    "429, true",
    "431, false",
    "451, false",
    "500, true",
    "501, true",
    "502, true",
    "503, true",
    "504, true",
    "520, true",
    "599, true"
  })
  void retriesOnly429AndServerErrors(int status, boolean again) {
    assertThat(tryAgain(answer(status, Map.of()), 1)).isEqualTo(again);
    assertThat(tryAgain(new IllegalStateException(answer(status, Map.of())), 1))
        .as("as a cause")
        .isEqualTo(again);
  }

  static Stream<Exception> networkErrors() {
    return Stream.of(
        new ConnectException("Connection refused"),
        new UnknownHostException("log.example"),
        new SocketTimeoutException("Read timed out"),
        new SocketException("Connection reset"),
        new SSLHandshakeException("PKIX path building failed"),
        new EOFException(),
        new IOException("Premature end of Content-Length delimited message body"),
        new IllegalStateException(new IOException("within another")),
        new AttestorException(Failure.NETWORK, "the log does not have it"));
  }

  @ParameterizedTest
  @MethodSource("networkErrors")
  void networkErrorsAreTransient(Exception trouble) {
    assertThat(tryAgain(trouble, 1)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = Failure.class, mode = EnumSource.Mode.EXCLUDE, names = "NETWORK")
  void doesNotRetryRejectedContent(Failure failure) {
    assertThat(tryAgain(new AttestorException(failure, "no"), 1)).isFalse();
  }

  @Test
  void doesNotRetryLocalFailures() {
    assertThat(tryAgain(new FileSystemException("/srv", null, "No space left"), 1)).isFalse();
    assertThat(tryAgain(new IOException("No space left on device"), 1)).isFalse();
    assertThat(tryAgain(new SQLException("gone"), 1)).isFalse();
    assertThat(tryAgain(new NullPointerException(), 1)).isFalse();
  }

  @Test
  void doesNotRetryNonRetryableException() {
    AttestorException missing = new AttestorException(Failure.NETWORK, "there is no log");

    assertThat(tryAgain(new NonRetryableException(missing), 1)).isFalse();
  }

  @Test
  void stopsAfterMaxRetries() {
    Exception busy = answer(503, Map.of());
    assertThat(tryAgain(busy, null)).as("nobody counts").isFalse();
    for (int counted = 1; counted <= RETRIES; counted++) {
      assertThat(tryAgain(busy, counted)).as("retry %d", counted).isTrue();
    }
    assertThat(tryAgain(busy, RETRIES + 1)).isFalse();
    RetryPolicy none = new RetryPolicy(0, Duration.ofMinutes(2), Clock.systemUTC());
    assertThat(none.shouldRetry(new TestFetchContext("log"), busy, 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "120, 120",
    "' 7 ', 7",
    "007, 7",
    "999999999, 999999999",
    "1000000000, 1000000000",
    "1000000001, 1000000000",
    "9223372036854775807, 1000000000",
    "9223372036854775808, 1000000000",
    "99999999999999999999999999999999999999, 1000000000"
  })
  void retryAfterInSeconds(String value, long seconds) {
    assertThat(patience.requestedDelay(answer(429, Map.of("Retry-After", value))))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 23 Nov 2026 12:00:30 GMT | 30",
        "Mon, 23 Nov 2026 12:00:00 GMT | 0",
        "Mon, 23 Nov 2026 11:59:59 GMT | 0",
        "Thu, 01 Jan 1970 00:00:00 GMT | 0",
        "Tue, 24 Nov 2026 12:00:00 GMT | 86400",
        "Fri, 31 Dec 9999 23:59:59 GMT | 251606865599",
        "Mon, 23 Nov 2026 13:00:30 +0100 | 30",
      })
  void retryAfterAsDateIsNeverNegative(String value, long seconds) {
    assertThat(patience.requestedDelay(answer(503, Map.of("Retry-After", value))))
        .contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "+1",
        "1.5",
        "1s",
        "soon",
        "0x10",
        "１２",
        "Mon, 23 Nov 2026",
        "2026-11-23",
        "Sun, 23 Nov 2026 12:00:30 GMT",
        "Mon, 99 Nov 2026 12:00:30 GMT",
        "null"
      })
  void ignoresInvalidRetryAfter(String value) {
    Exception busy = answer(503, Map.of("Retry-After", value));
    assertThat(patience.requestedDelay(busy)).isEmpty();
    assertThat(tryAgain(busy, 1)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"retry-after", "RETRY-AFTER", "Retry-After"})
  void headerNameIsCaseInsensitive(String name) {
    assertThat(patience.requestedDelay(answer(429, Map.of("Server", "x", name, "5"))))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void noRequestedDelayWithoutHeader() {
    assertThat(patience.requestedDelay(answer(503, Map.of()))).isEmpty();
    assertThat(
            patience.requestedDelay(
                new HttpOperationFailedException("u", 503, "", null, null, null)))
        .isEmpty();
    assertThat(patience.requestedDelay(new ConnectException("refused"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"119, true", "120, true", "121, false", "99999999999999999999, false"})
  void doesNotRetryWhenDelayExceedsMaximum(String seconds, boolean again) {
    assertThat(tryAgain(answer(429, Map.of("Retry-After", seconds)), 1)).isEqualTo(again);
  }

  private boolean tryAgain(Exception thrown, Integer tries) {
    return patience.shouldRetry(new TestFetchContext("log"), thrown, tries);
  }

  private static HttpOperationFailedException answer(int status, Map<String, String> headers) {
    return new HttpOperationFailedException(
        "http://log.example/checkpoint", status, "status", null, new HashMap<>(headers), "body");
  }
}
