package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.testlog.RequestLog.Request;
import org.stellaops.attestor.testlog.ResettingServer;

/** A server that is busy, broken, slow or gone. */
class ServerFailureTest {
  private static final String CHECKPOINT = "checkpoint";
  private static final String BUNDLE = "tile/entries/001.p/44";
  private static final int MAX_ATTEMPTS = 3;

  @TempDir private static Path directory;
  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void startMirror() {
    log = FakeLog.named("trouble.example/log").grow(300);
    server = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", Integer.toString(MAX_ATTEMPTS - 1))
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    server.clearFaults().requests().clear();
  }

  @ParameterizedTest
  @CsvSource({"429, checkpoint", "503, checkpoint", "429, tile/entries/001.p/44"})
  void obeysRetryAfterInSeconds(int status, String path) {
    server.injectFault(path, 1, FaultInjection.status(status, Map.of("Retry-After", "2")));

    assertGood(mirror.sync());

    assertThat(pauses(path)).singleElement(DURATION).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertMirrored();
  }

  @ParameterizedTest
  @CsvSource({"429, checkpoint", "503, tile/entries/001.p/44"})
  void obeysRetryAfterAsDate(int status, String path) {
    Instant date = Instant.now().plusSeconds(3);
    String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    server.injectFault(path, 1, FaultInjection.status(status, Map.of("Retry-After", text)));

    assertGood(mirror.sync());

    assertThat(requestTimes(path)).hasSize(2);
    assertThat(requestTimes(path).get(1))
        .isAfterOrEqualTo(Instant.ofEpochSecond(date.getEpochSecond()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "Sun, 06 Nov 1994 08:49:37 GMT"})
  void doesNotWaitForARetryAfterInThePast(String text) {
    server.injectFault(CHECKPOINT, 1, FaultInjection.status(503, Map.of("Retry-After", text)));

    try (MirrorUnderTest retryingMirror =
        MirrorUnderTest.of(directory.resolve("patient"), log, server.url())
            .sync("retries", "1")
            .sync("retryDelay", "30s")
            .start()) {
      assertGood(retryingMirror.sync());
    }

    // our own delay would be 21 seconds at the least
    assertThat(pauses(CHECKPOINT)).singleElement(DURATION).isLessThan(Duration.ofSeconds(21));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void failsAtOnceWhenRetryAfterExceedsTheLimit(int status) {
    server.injectFault(CHECKPOINT, 1, FaultInjection.status(status, Map.of("Retry-After", "121")));

    // one of its own, because it leaves the server alone from now on
    try (MirrorUnderTest limitedMirror =
        MirrorUnderTest.of(directory.resolve("sent away"), log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", Integer.toString(MAX_ATTEMPTS - 1))
            .start()) {
      CycleReport report = limitedMirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(Integer.toString(status), server.url() + CHECKPOINT);
      assertThat(Duration.between(report.started(), report.finished()))
          .isLessThan(Duration.ofSeconds(10));
      assertThat(server.requests().count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, BUNDLE})
  void retriesServerErrorsWithIncreasingDelays(String path) {
    server.injectFault(path, MAX_ATTEMPTS - 1, FaultInjection.status(500, Map.of()));

    assertGood(mirror.sync());

    assertThat(pauses(path)).hasSize(2);
    // 30% less than 500 ms at the least, and then three times that, again 30% less at the least
    assertThat(pauses(path).get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    assertThat(pauses(path).get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(735));
    assertMirrored();
  }

  @Test
  void ignoresAMalformedRetryAfter() {
    server.injectFault(
        CHECKPOINT, 1, FaultInjection.status(503, Map.of("Retry-After", "tomorrow")));

    assertGood(mirror.sync());

    assertThat(pauses(CHECKPOINT).get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, BUNDLE})
  void retriesAPersistentErrorAsOftenAsConfigured(String path) {
    server.injectFault(
        path, FakeLogServer.ALWAYS, FaultInjection.status(502, Map.of("Retry-After", "0")));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("502", server.url() + path);
    assertThat(server.requests().count(path)).isEqualTo(MAX_ATTEMPTS);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 410, 451})
  void doesNotRetryClientErrors(int status) {
    server.injectFault(
        CHECKPOINT,
        FakeLogServer.ALWAYS,
        FaultInjection.status(status, Map.of("Location", "http://127.0.0.1:9/")));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + CHECKPOINT);
    assertThat(server.requests().count()).isEqualTo(1);
  }

  @Test
  void namesTheKeyOfAMovedServer() {
    Map<String, String> moved = Map.of("Location", "https://new.example/checkpoint");
    server.injectFault(CHECKPOINT, 1, FaultInjection.status(308, moved));

    CycleReport report = mirror.sync();

    assertThat(report.message()).contains("a redirect to https://new.example/checkpoint");
    assertThat(report.hint()).contains("redirects are not followed", "baseUrl");
  }

  @Test
  void retriesAFileThatAReplicaLacks() {
    server.injectFault("tile/entries/000", 1, FaultInjection.status(404, Map.of()));

    assertGood(mirror.sync());

    assertThat(server.requests().count("tile/entries/000")).isEqualTo(2);
    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, "tile/0/001.p/44", "tile/entries/000", BUNDLE})
  void retriesAConnectionClosedWithinTheBody(String path) {
    server.injectFault(path, 1, FaultInjection.truncatedBody());

    assertGood(mirror.sync());

    assertThat(server.requests().count(path)).isEqualTo(2);
    assertMirrored();
  }

  @Test
  void failureDoesNotAffectTheNextCycle() {
    server.injectFault(CHECKPOINT, FakeLogServer.ALWAYS, FaultInjection.status(410, Map.of()));
    assertFailed(mirror.sync(), Failure.NETWORK);
    server.clearFaults();

    assertGood(mirror.sync());

    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, "tile/0/001.p/44", "tile/entries/000"})
  void reportsATruncatedBodyAsANetworkFailure(String path) {
    server.injectFault(path, FakeLogServer.ALWAYS, FaultInjection.wrongLength(1));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + path);
    assertThat(server.requests().count(path)).isEqualTo(MAX_ATTEMPTS);
  }

  @Test
  void doesNotReadALongErrorPage() {
    server.injectFault(
        CHECKPOINT,
        1,
        good -> FakeResponse.of(500, Map.of("Retry-After", "0"), new byte[50_000_000]));

    assertGood(mirror.sync());

    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<html>Please log in</html>",
        " \r\n<!DOCTYPE HTML PUBLIC",
        "\ufeff<!-- portal -->"
      })
  void reportsAWebPageInPlaceOfACheckpointAsANetworkFailure(String page) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    server.injectFault(CHECKPOINT, 1, good -> FakeResponse.of(200, Map.of(), bytes));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + CHECKPOINT, "captive portal");
    assertThat(mirror.query("select count(*) from refused_notes")).containsExactly("0");
  }

  @Test
  void reportsAWebPageInPlaceOfATileAsANetworkFailure() {
    byte[] page = "<!doctype html><p>log in".getBytes(StandardCharsets.UTF_8);
    Map<String, String> html = Map.of("Content-Type", "text/html; charset=utf-8");
    server.injectFault(BUNDLE, FakeLogServer.ALWAYS, good -> FakeResponse.of(200, html, page));

    assertFailed(mirror.sync(), Failure.NETWORK);
  }

  @Test
  void requestsHaveNoEmptyQuery() {
    assertGood(mirror.sync());

    assertThat(server.requests().all())
        .extracting(Request::path)
        .noneMatch(path -> path.endsWith("?"));
  }

  @Test
  void reportsAnUnreachableServerAsANetworkFailure() throws IOException {
    URI unreachable;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      unreachable = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    CycleReport report = syncOnce(unreachable);

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(unreachable + CHECKPOINT, "refused");
  }

  @Test
  void reportsAResetConnectionAsANetworkFailure() throws IOException {
    try (ResettingServer resetting = ResettingServer.start()) {
      CycleReport report = syncOnce(resetting.url());

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(resetting.url() + CHECKPOINT, "Connection reset");
    }
  }

  @Test
  void reportsAnUnresolvableHostNameAsANetworkFailure() {
    CycleReport report = syncOnce(URI.create("http://log.invalid/"));

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("log.invalid");
  }

  static Stream<UnresponsiveServer.Behavior> behaviors() {
    return Stream.of(UnresponsiveServer.Behavior.values());
  }

  @ParameterizedTest
  @MethodSource("behaviors")
  void timesOutOnAnUnresponsiveServer(UnresponsiveServer.Behavior behavior) {
    try (UnresponsiveServer unresponsive = UnresponsiveServer.start(behavior)) {
      CycleReport report = syncOnce(unresponsive.url());

      assertFailed(report, behavior.failure());
      assertThat(report.message()).contains(unresponsive.url().toString());
      assertThat(Duration.between(report.started(), report.finished()))
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void sendsUserAgentAndRespectsTheRateLimit() {
    FakeLog large = FakeLog.named("polite.example/log").grow(5000);
    try (FakeLogServer other = FakeLogServer.start(large);
        MirrorUnderTest rateLimitedMirror =
            MirrorUnderTest.of(directory.resolve("polite"), large, other.url())
                .sync("contact", "ops@example.org")
                .sync("requestsPerSecond", "10")
                .start()) {
      assertGood(rateLimitedMirror.sync());

      List<Request> requests = other.requests().all();
      assertThat(requests).hasSizeGreaterThan(20);
      assertThat(requests)
          .extracting(Request::userAgent)
          .containsOnly("stella-attestor/test (+ops@example.org)");
      List<Instant> times = requests.stream().map(Request::at).sorted().toList();
      // a second for each ten that went before, but for one that the way to the server may take
      assertThat(Duration.between(times.get(0), times.get(times.size() - 1)))
          .isGreaterThan(Duration.ofSeconds((times.size() - 1) / 10 - 1));
    }
  }

  private static CycleReport syncOnce(URI url) {
    try (MirrorUnderTest other =
        MirrorUnderTest.of(directory.resolve("other"), log, url)
            .sync("requestTimeout", "500ms")
            .start()) {
      return other.sync();
    }
  }

  private static void assertMirrored() {
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }

  private List<Instant> requestTimes(String path) {
    return server.requests().all().stream()
        .filter(request -> request.path().equals(path))
        .map(Request::at)
        .toList();
  }

  private List<Duration> pauses(String path) {
    List<Instant> times = requestTimes(path);
    return IntStream.range(1, times.size())
        .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
        .toList();
  }
}
