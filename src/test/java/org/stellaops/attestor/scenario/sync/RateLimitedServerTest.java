package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

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
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.route.fetch.HostBackoff;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.testlog.RequestLog.Request;

/** A server asks to be left alone: all that this process wants of it waits, or is not asked for. */
class RateLimitedServerTest {
  private static final String CHECKPOINT = "checkpoint";
  private static final FaultInjection RETRY_AFTER_ONE_HOUR =
      FaultInjection.status(503, Map.of("Retry-After", "3600"));
  private static final int PARALLEL_REQUESTS = 4;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("busy.example/log").grow(30 * 256);
  private final FakeLogServer server = FakeLogServer.start(log);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void pausesParallelDownloadsAfterARetryAfterResponse() {
    AtomicReference<Instant> firstResponseTime = new AtomicReference<>();
    FaultInjection tooManyRequests = FaultInjection.status(429, Map.of("Retry-After", "2"));
    server.injectFault(
        "tile/entries/000",
        1,
        good -> {
          firstResponseTime.set(Instant.now());
          return tooManyRequests.apply(good);
        });
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .sync("retries", "1")
            .sync("parallelRequests", Integer.toString(PARALLEL_REQUESTS))
            .start()) {
      assertGood(mirror.sync());

      Instant from = firstResponseTime.get();
      List<Instant> requestsDuringBackoff =
          server.requests().all().stream()
              .map(Request::at)
              .filter(time -> time.isAfter(from) && time.isBefore(from.plusSeconds(2)))
              .toList();
      assertThat(requestsDuringBackoff)
          .as("what was on its way")
          .hasSizeLessThanOrEqualTo(PARALLEL_REQUESTS)
          .allSatisfy(time -> assertThat(time).isBefore(from.plusSeconds(1)));
      assertThat(mirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
    }
  }

  @Test
  void sendsNoRequestsBeforeRetryAfterExpiresAndReportsTheTime() {
    MutableClock clock = new MutableClock(Instant.parse("2026-11-23T12:00:00Z"));
    server.injectFault(CHECKPOINT, 1, RETRY_AFTER_ONE_HOUR);
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .sync("retries", "4")
            .clock(clock)
            .start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      assertThat(server.requests().count()).isEqualTo(1);

      for (int minutes : new int[] {5, 50}) {
        clock.move(Duration.ofMinutes(minutes));
        CycleReport report = mirror.sync();

        assertFailed(report, Failure.NETWORK);
        assertThat(Failure.NETWORK.exitCode()).isEqualTo(ExitCode.OPERATIONAL);
        assertThat(report.message())
            .contains("accepts no requests until 2026-11-23T13:00:00Z", server.url() + CHECKPOINT);
        assertThat(server.requests().count()).isEqualTo(1);
        assertThat(mirror.state()).isEmpty();
      }

      clock.move(Duration.ofMinutes(5));
      assertGood(mirror.sync());
    }
  }

  @Test
  void pausesOtherLogsOfTheSameHostOnly() {
    FakeLog sameHostLog = FakeLog.named("neighbour.example/log").grow(5);
    FakeLog otherHostLog = FakeLog.named("elsewhere.example/log").grow(5);
    server.injectFault(CHECKPOINT, 1, RETRY_AFTER_ONE_HOUR);
    try (FakeLogServer otherServer = FakeLogServer.start(otherHostLog);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory, log, server.url())
                .follow("neighbour", sameHostLog, server.url().resolve("neighbour/"))
                .follow("elsewhere", otherHostLog, otherServer.url())
                .start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      int before = server.requests().count();

      assertFailed(mirror.sync("neighbour"), Failure.NETWORK);
      assertGood(mirror.sync("elsewhere"));

      assertThat(server.requests().count()).isEqualTo(before);
    }
  }

  @Test
  void shutdownDoesNotWaitForRetryAfter()
      throws InterruptedException, ExecutionException, TimeoutException {
    server.injectFault(CHECKPOINT, 1, FaultInjection.status(429, Map.of("Retry-After", "110")));
    CompletableFuture<CycleReport> pendingCycle;
    Instant endTime;
    try (MirrorUnderTest mirror = MirrorUnderTest.of(directory, log, server.url()).start()) {
      assertFailed(mirror.sync(), Failure.NETWORK);
      pendingCycle = CompletableFuture.supplyAsync(mirror::sync);
      while (!pendingCycle.isDone() && !isAnyThreadWaiting()) {
        Thread.onSpinWait();
      }
      assertThat(pendingCycle).isNotDone();
      endTime = Instant.now();
    }

    // Camel by itself waits 20 seconds for what is in flight
    assertThat(endTime).isAfter(Instant.now().minusSeconds(15));
    CycleReport report = pendingCycle.get(10, TimeUnit.SECONDS);
    assertFailed(report, Failure.NETWORK);
    assertThat(report.message()).contains("the program shuts down");
  }

  private static boolean isAnyThreadWaiting() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().equals(HostBackoff.class.getName()));
  }
}
