package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeResponse;

/** A daemon that is told to stop in the middle of a cycle. */
@Timeout(60)
class GracefulShutdownTest {
  private static final String MIDDLE_ENTRY_BUNDLE = "tile/entries/020";

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("stop.example/log").grow(20_000);
  private final CountDownLatch requestReceived = new CountDownLatch(1);
  private final CountDownLatch responseAllowed = new CountDownLatch(1);

  @Test
  void finishesOrDropsRequestsInFlightAndResumesOnTheNextRun() throws Exception {
    Map<String, String> source = MirrorUnderTest.expectedFiles(log, directory.resolve("source"));
    try (FakeLogServer server = FakeLogServer.start(log)) {
      server.injectFault(MIDDLE_ENTRY_BUNDLE, 1, this::delayed);
      TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
      MirrorUnderTest mirror = configuration.start();
      CompletableFuture<Void> cycle = CompletableFuture.runAsync(mirror::sync);
      assertThat(requestReceived.await(30, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> stop = CompletableFuture.runAsync(mirror::close);
      responseAllowed.countDown();
      stop.get(30, TimeUnit.SECONDS);
      cycle.handle((done, failure) -> failure).get(30, TimeUnit.SECONDS);

      Map<String, String> filesAfterStop = mirror.files();
      assertThat(filesAfterStop).isNotEmpty();
      assertThat(source).containsAllEntriesOf(filesAfterStop);
      try (MirrorUnderTest nextMirror = configuration.start()) {
        assertGood(nextMirror.sync());
        assertThat(nextMirror.files()).isEqualTo(source);
      }
    }
  }

  private FakeResponse delayed(FakeResponse answer) {
    requestReceived.countDown();
    try {
      responseAllowed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
