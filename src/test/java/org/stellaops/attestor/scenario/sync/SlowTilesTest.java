package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;

/** Logs whose tiles never come occupy all workers; other logs are mirrored meanwhile. */
class SlowTilesTest {
  private static final List<String> SLOW = List.of("slow-one", "slow-two", "slow-three");

  @TempDir private Path directory;

  private final List<FakeLogServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(FakeLogServer::close);
  }

  @Test
  void logsWithoutTilesDoNotDelayAnotherLog() throws Exception {
    CountDownLatch asked = new CountDownLatch(SLOW.size());
    CountDownLatch done = new CountDownLatch(1);
    TestConfiguration configuration =
        MirrorUnderTest.in(directory)
            .sync("parallelUnits", "1")
            .sync("parallelRequests", "1")
            .sync("requestTimeout", "20s");
    follow(configuration, "good");
    for (String id : SLOW) {
      follow(configuration, id)
          .injectFault(
              FakeLogServer.ENTRY_BUNDLES,
              FakeLogServer.ALWAYS,
              valid -> {
                asked.countDown();
                return afterwards(done, valid);
              });
    }
    try (MirrorUnderTest mirror = configuration.start()) {
      List<CompletableFuture<CycleReport>> cycles =
          SLOW.stream().map(id -> inThread(() -> mirror.sync(id))).toList();
      assertThat(asked.await(15, TimeUnit.SECONDS)).as("no slow log waits for another").isTrue();

      assertGood(inThread(() -> mirror.sync("good")).get(15, TimeUnit.SECONDS));

      assertThat(cycles).noneMatch(CompletableFuture::isDone);
      done.countDown();
      for (CompletableFuture<CycleReport> cycle : cycles) {
        assertFailed(cycle.get(60, TimeUnit.SECONDS), Failure.NETWORK);
      }
    }
  }

  private FakeLogServer follow(TestConfiguration configuration, String id) {
    FakeLog log = FakeLog.named(id + ".example/log").grow(1000);
    FakeLogServer server = FakeLogServer.start(log);
    servers.add(server);
    configuration.follow(id, log, server.url()).backend("type", "tlog-tiles");
    return server;
  }

  /** In a thread of its own, as timers do. */
  private static CompletableFuture<CycleReport> inThread(Supplier<CycleReport> cycle) {
    return CompletableFuture.supplyAsync(cycle, task -> new Thread(task, "cycle").start());
  }

  private static FakeResponse afterwards(CountDownLatch done, FakeResponse valid) {
    try {
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FakeResponse.of(500, valid.headers(), new byte[0]);
  }
}
