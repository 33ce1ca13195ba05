package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.RequestLog.Request;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.BusyServers;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.MovableClock;

/** A server asks to be left alone: all that this process wants of it waits, or is not asked for. */
class BusyServerTest {
  private static final String CHECKPOINT = "checkpoint";
  private static final Trouble AN_HOUR = Trouble.status(503, Map.of("Retry-After", "3600"));
  private static final int PARALLEL = 4;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("busy.example/log").grow(30 * 256);
  private final FakeLogServer server = FakeLogServer.start(log);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void downloadsBesideTheOneThatWasSentAwayWaitAsWell() {
    AtomicReference<Instant> answered = new AtomicReference<>();
    Trouble busy = Trouble.status(429, Map.of("Retry-After", "2"));
    server.trouble(
        "tile/entries/000",
        1,
        good -> {
          answered.set(Instant.now());
          return busy.spoil(good);
        });
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .sync("retries", "1")
            .sync("parallelRequests", Integer.toString(PARALLEL))
            .start()) {
      assertGood(mirror.sync());

      Instant from = answered.get();
      List<Instant> meanwhile =
          server.requests().all().stream()
              .map(Request::at)
              .filter(at -> at.isAfter(from) && at.isBefore(from.plusSeconds(2)))
              .toList();
      assertThat(meanwhile)
          .as("what was on its way")
          .hasSizeLessThanOrEqualTo(PARALLEL)
          .allSatisfy(at -> assertThat(at).isBefore(from.plusSeconds(1)));
      assertThat(mirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.filesOf(log, directory.resolve("expected")));
    }
  }

  @Test
  void cyclesBeforeTheTimeIsOverAskNothingAndSayUntilWhen() {
    MovableClock clock = new MovableClock(Instant.parse("2026-11-23T12:00:00Z"));
    server.trouble(CHECKPOINT, 1, AN_HOUR);
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", "4")
            .clock(clock)
            .start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      assertThat(server.requests().total()).isEqualTo(1);

      for (int minutes : new int[] {5, 50}) {
        clock.move(Duration.ofMinutes(minutes));
        CycleReport report = mirror.sync();

        assertFailed(report, Failure.NETWORK);
        assertThat(Failure.NETWORK.exitCode()).isEqualTo(ExitCode.OPERATIONAL);
        assertThat(report.message())
            .contains("left alone until 2026-11-23T13:00:00Z", server.url() + CHECKPOINT);
        assertThat(server.requests().total()).isEqualTo(1);
        assertThat(mirror.state()).isEmpty();
      }

      clock.move(Duration.ofMinutes(5));
      assertGood(mirror.sync());
    }
  }

  @Test
  void otherLogsOfThatServerWaitAndThoseOfOtherServersDoNot() {
    FakeLog neighbour = FakeLog.named("neighbour.example/log").grow(5);
    FakeLog elsewhere = FakeLog.named("elsewhere.example/log").grow(5);
    server.trouble(CHECKPOINT, 1, AN_HOUR);
    try (FakeLogServer other = FakeLogServer.start(elsewhere);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url())
                .follow("neighbour", neighbour, server.url().resolve("neighbour/"))
                .follow("elsewhere", elsewhere, other.url())
                .start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      int before = server.requests().total();

      assertFailed(mirror.sync("neighbour"), Failure.NETWORK);
      assertGood(mirror.sync("elsewhere"));

      assertThat(server.requests().total()).isEqualTo(before);
    }
  }

  @Test
  void programThatEndsDoesNotWaitForTheServer()
      throws InterruptedException, ExecutionException, TimeoutException {
    server.trouble(CHECKPOINT, 1, Trouble.status(429, Map.of("Retry-After", "110")));
    CompletableFuture<CycleReport> waiting;
    Instant end;
    try (MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, server.url()).start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      waiting = CompletableFuture.supplyAsync(mirror::sync);
      while (!waiting.isDone() && !somebodyWaits()) {
        Thread.onSpinWait();
      }
      assertThat(waiting).isNotDone();
      end = Instant.now();
    }

    // Camel by itself waits 20 seconds for what is in flight
    assertThat(end).isAfter(Instant.now().minusSeconds(15));
    CycleReport report = waiting.get(10, TimeUnit.SECONDS);
    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("the program ends before");
  }

  private static boolean somebodyWaits() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(BusyServers.class.getName()));
  }
}
