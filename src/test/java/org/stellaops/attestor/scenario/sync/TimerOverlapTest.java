package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;

/** A cycle takes longer than the interval, and its units travel over different endpoints. */
@Timeout(60)
class TimerOverlapTest {
  private static final int EVENTS = 4;

  @TempDir private Path directory;

  private final FakeLog slow = FakeLog.named("slow.example/log").grow(300);
  private final FakeLog fast = FakeLog.named("fast.example/log").grow(1);
  private final BlockingQueue<String> slowCycles = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> fastCycles = new LinkedBlockingQueue<>();
  private final CountDownLatch tileRequested = new CountDownLatch(1);
  private final CountDownLatch tileAllowed = new CountDownLatch(1);

  @ParameterizedTest
  @ValueSource(strings = {"seda:mirror-unit", "direct:units", "detached:units"})
  void timerDoesNotFireDuringItsOwnCycle(String workEndpoint) throws Exception {
    try (FakeLogServer slowServer = server(slow, slowCycles);
        FakeLogServer fastServer = server(fast, fastCycles)) {
      slowServer.injectFault("tile/entries/000", 1, this::held);
      try (MirrorUnderTest mirror =
          MirrorUnderTest.in(directory)
              .follow("slow", slow, slowServer.url())
              .follow("fast", fast, fastServer.url())
              .sync("workEndpoint", workEndpoint)
              .sync("initialDelay", "100ms")
              .sync("syncInterval", "100ms")
              .quietDaemon()
              .start()) {
        assertThat(tileRequested.await(30, TimeUnit.SECONDS)).isTrue();
        slowCycles.clear();
        await(fastCycles, EVENTS);
        assertThat(mirror.exchangesInFlight("poll-slow")).isEqualTo(1);
        assertThat(slowCycles).isEmpty();

        tileAllowed.countDown();
        await(slowCycles, 1);
      }
    }
  }

  /** Reports each request for a checkpoint, which begins a cycle. */
  private static FakeLogServer server(FakeLog log, BlockingQueue<String> cycles) {
    FakeLogServer server = FakeLogServer.start(log);
    return server.injectFault(
        "checkpoint",
        FakeLogServer.ALWAYS,
        valid -> {
          cycles.add("cycle");
          return valid;
        });
  }

  private static void await(BlockingQueue<String> cycles, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      assertThat(cycles.poll(30, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private FakeResponse held(FakeResponse valid) {
    tileRequested.countDown();
    try {
      tileAllowed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return valid;
  }
}
