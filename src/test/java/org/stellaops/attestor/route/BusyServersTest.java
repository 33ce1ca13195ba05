package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.Tile;

class BusyServersTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final Address LOG = at("https://log.example/api/v2/");

  private final MovableClock clock = new MovableClock(NOW);
  private final BusyServers servers = new BusyServers(Duration.ofMinutes(2), clock);

  @ParameterizedTest
  @CsvSource({"429, 3600", "503, 3600", "503, 'Mon, 23 Nov 2026 13:00:00 GMT'"})
  void serverThatAskedForTooLongIsNotAskedBefore(int status, String retryAfter) {
    servers.note(LOG, answer(status, retryAfter));

    for (int second : new int[] {0, 1, 3478}) {
      clock.move(Duration.ofSeconds(second));
      assertThatThrownBy(() -> servers.leaveAlone(LOG))
          .isInstanceOfSatisfying(
              LastingTrouble.class,
              trouble -> {
                assertThat(trouble.failure()).isEqualTo(Failure.NETWORK);
                assertThat(trouble.hint()).contains("maxRetryAfter");
              })
          .hasMessage(
              "log.example asked to be left alone until 2026-11-23T13:00:00Z; it was not asked for"
                  + " https://log.example/api/v2/checkpoint");
    }
    clock.move(Duration.ofSeconds(121));
    assertFree(LOG);
  }

  @Test
  void everyFileOfThatServerIsLeftAloneAndNoOtherServer() {
    servers.note(LOG, answer(429, "3600"));

    assertBusy(at("https://log.example/"));
    assertBusy(at("https://LOG.example/other/"));
    assertBusy(
        new Address(
            Request.of("other", Tile.full(0, 5)),
            URI.create("https://log.example/"),
            Optional.empty()));
    assertFree(at("https://log.example:8443/"));
    assertFree(at("https://other.example/"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 403, 404, 500, 502, 504})
  void otherAnswersAreNoWishToBeLeftAlone(int status) {
    servers.note(LOG, answer(status, "3600"));

    assertFree(LOG);
  }

  @Test
  void troubleWithoutAnAnswerAndAnswersWithoutATimeAreNoWishEither() {
    servers.note(LOG, new ConnectException("refused"));
    servers.note(LOG, answer(503, "soon"));
    servers.note(LOG, answer(503, "0"));
    servers.note(LOG, answer(503, "Sun, 06 Nov 1994 08:49:37 GMT"));
    servers.note(null, answer(503, "3600"));

    assertFree(LOG);
  }

  @Test
  void theLatestTimeThatItAskedForCounts() {
    servers.note(LOG, answer(503, "3600"));
    servers.note(LOG, new IllegalStateException(answer(429, "7200")));
    servers.note(LOG, answer(503, "1800"));

    assertThatThrownBy(() -> servers.leaveAlone(LOG)).hasMessageContaining("14:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"86401", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void noAnswerSilencesUsForMoreThanADay(String retryAfter) {
    servers.note(LOG, answer(503, retryAfter));

    assertThatThrownBy(() -> servers.leaveAlone(LOG)).hasMessageContaining("2026-11-24T12:00:00Z");
    clock.move(Duration.ofDays(1));
    assertFree(LOG);
  }

  @Test
  void aTimeWithinOurPatienceIsWaitedFor() throws Exception {
    servers.note(LOG, answer(429, "120"));
    clock.move(Duration.ofMillis(119_999));

    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.leaveAlone(LOG));

    awaitWaiting(waiting);
    clock.move(Duration.ofMillis(1));
    waiting.get(10, TimeUnit.SECONDS);
    assertFree(LOG);
  }

  @Test
  void aWaitBecomesLongerIfTheServerAsksAgain() throws Exception {
    servers.note(LOG, answer(429, "1"));
    clock.move(Duration.ofMillis(999));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.leaveAlone(LOG));
    awaitWaiting(waiting);

    servers.note(LOG, answer(429, "3600"));
    clock.move(Duration.ofMillis(1));

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(LastingTrouble.class);
  }

  @Test
  void theEndOfTheProgramEndsEveryWait() throws Exception {
    servers.note(LOG, answer(429, "100"));
    CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> servers.leaveAlone(LOG));
    awaitWaiting(waiting);

    servers.end();

    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LastingTrouble.class)
        .hasMessageContaining("the program ends before");
    assertThatThrownBy(() -> servers.leaveAlone(LOG)).isInstanceOf(LastingTrouble.class);
  }

  @Test
  void anInterruptEndsTheWaitAndIsPassedOn() {
    servers.note(LOG, answer(429, "100"));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> servers.leaveAlone(LOG)).isInstanceOf(LastingTrouble.class);

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
            frame.getClassName().equals(BusyServers.class.getName())
                && frame.getMethodName().equals("ends"));
  }

  private void assertBusy(Address address) {
    assertThatThrownBy(() -> servers.leaveAlone(address))
        .isInstanceOf(LastingTrouble.class)
        .hasMessageContaining(address.url().toString());
  }

  private void assertFree(Address address) {
    assertThatCode(() -> servers.leaveAlone(address)).doesNotThrowAnyException();
  }

  private static Address at(String prefix) {
    return new Address(Request.checkpoint("log"), URI.create(prefix), Optional.empty());
  }

  private static HttpOperationFailedException answer(int status, String retryAfter) {
    return new HttpOperationFailedException(
        "https://log.example/", status, "status", null, Map.of("Retry-After", retryAfter), "");
  }
}
