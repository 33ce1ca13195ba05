package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.Answer;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

/** A daemon that is told to stop in the middle of a cycle. */
@Timeout(60)
class GracefulStopTest {
  private static final String BUNDLE_IN_THE_MIDDLE = "tile/entries/020";

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("stop.example/log").grow(20_000);
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch mayAnswer = new CountDownLatch(1);

  @Test
  void whatIsInFlightIsFinishedOrDroppedWholeAndTheNextRunGoesOn() throws Exception {
    Map<String, String> source = MirrorUnderTest.filesOf(log, directory.resolve("source"));
    try (FakeLogServer server = FakeLogServer.start(log)) {
      server.trouble(BUNDLE_IN_THE_MIDDLE, 1, this::late);
      TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
      MirrorUnderTest mirror = configuration.start();
      CompletableFuture<Void> cycle = CompletableFuture.runAsync(mirror::sync);
      assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();

      CompletableFuture<Void> stop = CompletableFuture.runAsync(mirror::close);
      mayAnswer.countDown();
      stop.get(30, TimeUnit.SECONDS);
      cycle.handle((done, thrown) -> thrown).get(30, TimeUnit.SECONDS);

      Map<String, String> stopped = mirror.files();
      assertThat(stopped).isNotEmpty();
      assertThat(source).containsAllEntriesOf(stopped);
      try (MirrorUnderTest next = configuration.start()) {
        assertGood(next.sync());
        assertThat(next.files()).isEqualTo(source);
      }
    }
  }

  private Answer late(Answer answer) {
    reached.countDown();
    try {
      mayAnswer.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return answer;
  }
}
