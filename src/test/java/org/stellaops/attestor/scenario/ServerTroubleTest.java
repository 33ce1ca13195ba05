package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
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
import org.stellaops.attestor.fakelog.Answer;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.RequestLog.Request;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.CycleReport;

/** A server that is busy, broken, slow or gone. */
class ServerTroubleTest {
  private static final String CHECKPOINT = "checkpoint";
  private static final String BUNDLE = "tile/entries/001.p/44";
  private static final int TRIES = 3;

  @TempDir private static Path directory;
  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void follow() {
    log = FakeLog.named("trouble.example/log").grow(300);
    server = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", Integer.toString(TRIES - 1))
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void startAfresh() {
    mirror.forget();
    server.noTrouble().requests().forget();
  }

  @ParameterizedTest
  @CsvSource({"429, checkpoint", "503, checkpoint", "429, tile/entries/001.p/44"})
  void retryAfterInSecondsIsObeyed(int status, String path) {
    server.trouble(path, 1, Trouble.status(status, Map.of("Retry-After", "2")));

    assertGood(mirror.sync());

    assertThat(pauses(path)).singleElement(DURATION).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    assertMirrored();
  }

  @ParameterizedTest
  @CsvSource({"429, checkpoint", "503, tile/entries/001.p/44"})
  void retryAfterAsDateIsObeyed(int status, String path) {
    Instant date = Instant.now().plusSeconds(3);
    String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
    server.trouble(path, 1, Trouble.status(status, Map.of("Retry-After", text)));

    assertGood(mirror.sync());

    assertThat(times(path)).hasSize(2);
    assertThat(times(path).get(1)).isAfterOrEqualTo(Instant.ofEpochSecond(date.getEpochSecond()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "Sun, 06 Nov 1994 08:49:37 GMT"})
  void retryAfterThatIsOverIsNoWait(String text) {
    server.trouble(CHECKPOINT, 1, Trouble.status(503, Map.of("Retry-After", text)));

    try (MirrorUnderTest patient =
        MirrorUnderTest.of(directory.resolve("patient"), log, server.url())
            .sync("retries", "1")
            .sync("retryDelay", "30s")
            .start()) {
      assertGood(patient.sync());
    }

    // our own delay would be 21 seconds at the least
    assertThat(pauses(CHECKPOINT)).singleElement(DURATION).isLessThan(Duration.ofSeconds(21));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void retryAfterLongerThanAllowedEndsTheCycleAtOnce(int status) {
    server.trouble(CHECKPOINT, 1, Trouble.status(status, Map.of("Retry-After", "121")));

    // one of its own, because it leaves the server alone from now on
    try (MirrorUnderTest sentAway =
        MirrorUnderTest.of(directory.resolve("sent away"), log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", Integer.toString(TRIES - 1))
            .start()) {
      CycleReport report = sentAway.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(Integer.toString(status), server.url() + CHECKPOINT);
      assertThat(Duration.between(report.started(), report.finished()))
          .isLessThan(Duration.ofSeconds(10));
      assertThat(server.requests().total()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, BUNDLE})
  void errorOfTheServerIsTriedAgainWithGrowingDelays(String path) {
    server.trouble(path, TRIES - 1, Trouble.status(500, Map.of()));

    assertGood(mirror.sync());

    assertThat(pauses(path)).hasSize(2);
    // 30% less than 500 ms at the least, and then three times that, again 30% less at the least
    assertThat(pauses(path).get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    assertThat(pauses(path).get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(735));
    assertMirrored();
  }

  @Test
  void retryAfterThatNobodyCanReadCountsAsNone() {
    server.trouble(CHECKPOINT, 1, Trouble.status(503, Map.of("Retry-After", "tomorrow")));

    assertGood(mirror.sync());

    assertThat(pauses(CHECKPOINT).get(0)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, BUNDLE})
  void errorThatStaysIsTriedAsOftenAsConfigured(String path) {
    server.trouble(path, FakeLogServer.ALWAYS, Trouble.status(502, Map.of("Retry-After", "0")));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("502", server.url() + path);
    assertThat(server.requests().total(path)).isEqualTo(TRIES);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 400, 401, 403, 404, 410, 451})
  void refusalOfTheServerIsNotTriedAgain(int status) {
    server.trouble(
        CHECKPOINT,
        FakeLogServer.ALWAYS,
        Trouble.status(status, Map.of("Location", "http://127.0.0.1:9/")));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + CHECKPOINT);
    assertThat(server.requests().total()).isEqualTo(1);
  }

  @Test
  void fileThatAReplicaLacksIsTriedAgain() {
    server.trouble("tile/entries/000", 1, Trouble.status(404, Map.of()));

    assertGood(mirror.sync());

    assertThat(server.requests().total("tile/entries/000")).isEqualTo(2);
    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, "tile/0/001.p/44", "tile/entries/000", BUNDLE})
  void connectionThatBreaksInMidBodyIsTriedAgain(String path) {
    server.trouble(path, 1, Trouble.cutOff());

    assertGood(mirror.sync());

    assertThat(server.requests().total(path)).isEqualTo(2);
    assertMirrored();
  }

  @Test
  void troubleDoesNotOutliveItsCycle() {
    server.trouble(CHECKPOINT, FakeLogServer.ALWAYS, Trouble.status(410, Map.of()));
    assertFailed(mirror.sync(), Failure.NETWORK);
    server.noTrouble();

    assertGood(mirror.sync());

    assertMirrored();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHECKPOINT, "tile/0/001.p/44", "tile/entries/000"})
  void bodyThatNeverComesWholeIsTrouble(String path) {
    server.trouble(path, FakeLogServer.ALWAYS, Trouble.wrongLength(1));

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(server.url() + path);
    assertThat(server.requests().total(path)).isEqualTo(TRIES);
  }

  @Test
  void longErrorPageIsNotRead() {
    server.trouble(
        CHECKPOINT, 1, good -> Answer.of(500, Map.of("Retry-After", "0"), new byte[50_000_000]));

    assertGood(mirror.sync());

    assertMirrored();
  }

  @Test
  void serverThatIsGoneIsTrouble() throws IOException {
    URI nowhere;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nowhere = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
    }

    CycleReport report = syncOnce(nowhere);

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains(nowhere + CHECKPOINT, "refused");
  }

  @Test
  void nameThatDoesNotResolveIsTrouble() {
    CycleReport report = syncOnce(URI.create("http://log.invalid/"));

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("log.invalid");
  }

  static Stream<StubbornServer.Habit> habits() {
    return Stream.of(StubbornServer.Habit.values());
  }

  @ParameterizedTest
  @MethodSource("habits")
  void serverThatKeepsUsWaitingIsLeftInTime(StubbornServer.Habit habit) {
    try (StubbornServer stubborn = StubbornServer.start(habit)) {
      CycleReport report = syncOnce(stubborn.url());

      assertFailed(report, habit.failure());
      assertThat(report.message()).contains(stubborn.url().toString());
      assertThat(Duration.between(report.started(), report.finished()))
          .isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void requestsSayWhoAsksAndAreNoMoreInASecondThanAllowed() {
    FakeLog large = FakeLog.named("polite.example/log").grow(5000);
    try (FakeLogServer other = FakeLogServer.start(large);
        MirrorUnderTest polite =
            MirrorUnderTest.of(directory.resolve("polite"), large, other.url())
                .sync("contact", "ops@example.org")
                .sync("requestsPerSecond", "10")
                .start()) {
      assertGood(polite.sync());

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
            MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }

  private List<Instant> times(String path) {
    return server.requests().all().stream()
        .filter(request -> request.path().equals(path))
        .map(Request::at)
        .toList();
  }

  private List<Duration> pauses(String path) {
    List<Instant> times = times(path);
    return IntStream.range(1, times.size())
        .mapToObj(i -> Duration.between(times.get(i - 1), times.get(i)))
        .toList();
  }
}
