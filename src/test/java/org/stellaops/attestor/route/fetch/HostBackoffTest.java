package org.stellaops.attestor.route.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.tlog.Tile;

class HostBackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final FetchAttempt LOG = at("https://log.example/api/v2/");

  private final MutableClock clock = new MutableClock(NOW);
  private final HostBackoff servers = new HostBackoff(Duration.ofMinutes(2), clock);

  @ParameterizedTest
  @CsvSource({"429, 3600", "503, 3600", "503, 'Mon, 23 Nov 2026 13:00:00 GMT'"})
  void failsFastWhileBackoffExceedsMaxWait(int status, String retryAfter) {
    servers.record(LOG, answer(status, retryAfter));

    for (int second : new int[] {0, 1, 3478}) {
      clock.move(Duration.ofSeconds(second));
      assertThatThrownBy(() -> servers.await(LOG))
          .isInstanceOfSatisfying(
              NonRetryableException.class,
              trouble -> {
                assertThat(trouble.failure()).isEqualTo(Failure.NETWORK);
                assertThat(trouble.hint()).contains("maxRetryAfter");
              })
          .hasMessage(
              "log.example accepts no requests until 2026-11-23T13:00:00Z (Retry-After);"
                  + " https://log.example/api/v2/checkpoint was not requested");
    }
    clock.move(Duration.ofSeconds(121));
    assertFree(LOG);
  }

  @Test
  void backoffAppliesToWholeHostAndPortOnly() {
    servers.record(LOG, answer(429, "3600"));

    assertBusy(at("https://log.example/"));
    assertBusy(at("https://LOG.example/other/"));
    assertBusy(at(FetchRequest.of("other", Tile.full(0, 5)), "https://log.example/"));
    assertFree(at("https://log.example:8443/"));
    assertFree(at("https://other.example/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 404, 500, 502, 504})
  void ignoresOtherStatusCodes(int status) {
    servers.record(LOG, answer(status, "3600"));

    assertFree(LOG);
  }

  @Test
  void ignoresFailuresWithoutUsableRetryAfter() {
    servers.record(LOG, new ConnectException("refused"));
    servers.record(LOG, answer(503, "soon"));
    servers.record(LOG, answer(503, "0"));
    servers.record(LOG, answer(503, "Sun, 06 Nov 1994 08:49:37 GMT"));
    servers.record(null, answer(503, "3600"));

    assertFree(LOG);
  }

  @Test
  void keepsLatestDeadline() {
    servers.record(LOG, answer(503, "3600"));
    servers.record(LOG, new IllegalStateException(answer(429, "7200")));
    servers.record(LOG, answer(503, "1800"));

    assertThatThrownBy(() -> servers.await(LOG)).hasMessageContaining("14:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"86401", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void limitsBackoffToOneDay(String retryAfter) {
    servers.record(LOG, answer(503, retryAfter));

    assertThatThrownBy(() -> servers.await(LOG)).hasMessageContaining("2026-11-24T12:00:00Z");
    clock.move(Duration.ofDays(1));
    assertFree(LOG);
  }

  @Test
  void waitsWithinMaxWait() throws Exception {
    servers.record(LOG, answer(429, "120"));
    clock.move(Duration.ofMillis(119_999));

    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.await(LOG));

    awaitWaiting(waiting);
    clock.move(Duration.ofMillis(1));
    waiting.get(10, TimeUnit.SECONDS);
    assertFree(LOG);
  }

  @Test
  void extendsWaitWhenServerRepeatsRetryAfter() throws Exception {
    servers.record(LOG, answer(429, "1"));
    clock.move(Duration.ofMillis(999));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.await(LOG));
    awaitWaiting(waiting);

    servers.record(LOG, answer(429, "3600"));
    clock.move(Duration.ofMillis(1));

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(NonRetryableException.class);
  }

  @Test
  void shutdownEndsAllWaits() throws Exception {
    servers.record(LOG, answer(429, "100"));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.await(LOG));
    awaitWaiting(waiting);

    servers.shutDown();

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NonRetryableException.class)
        .hasMessageContaining("the program shuts down");
    assertThatThrownBy(() -> servers.await(LOG)).isInstanceOf(NonRetryableException.class);
  }

  @Test
  void interruptEndsWaitAndIsPreserved() {
    servers.record(LOG, answer(429, "100"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> servers.await(LOG)).isInstanceOf(NonRetryableException.class);

    assertThat(Thread.interrupted()).isTrue();
  }

  private static void awaitWaiting(CompletableFuture<Void> waiting) {
    while (!waiting.isDone() && !waits()) {
      Thread.onSpinWait();
    }
    assertThat(waiting).isNotDone();
  }

  private static boolean waits() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame ->
            frame.getClassName().equals(HostBackoff.class.getName())
                && frame.getMethodName().equals("awaitShutdown"));
  }

  private void assertBusy(FetchAttempt attempt) {
    assertThatThrownBy(() -> servers.await(attempt))
        .isInstanceOf(NonRetryableException.class)
        .hasMessageContaining(attempt.url().toString());
  }

  private void assertFree(FetchAttempt attempt) {
    assertThatCode(() -> servers.await(attempt)).doesNotThrowAnyException();
  }

  private static FetchAttempt at(String prefix) {
    return at(FetchRequest.checkpoint("log"), prefix);
  }

  private static FetchAttempt at(FetchRequest request, String prefix) {
    return new FetchAttempt(List.of(new FetchAttempt.Location(request, URI.create(prefix))));
  }

  private static HttpOperationFailedException answer(int status, String retryAfter) {
    return new HttpOperationFailedException(
        "https://log.example/", status, "status", null, Map.of("Retry-After", retryAfter), "");
  }
}
