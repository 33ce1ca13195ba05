package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.CycleReport;

/** Two processes, one database, one directory: a daemon and a command, or two daemons. */
@Timeout(60)
class TwoMirrorsTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("two.example/log").grow(600);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private FakeLogServer server;
  private MirrorUnderTest one;
  private MirrorUnderTest other;

  @BeforeEach
  void follow() {
    server = FakeLogServer.start(log);
    TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
    one = configuration.start();
    other = configuration.start();
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    threads.shutdownNow();
    one.close();
    other.close();
    server.close();
  }

  @Test
  void whoComesSecondSaysWhoIsAtWork() throws Exception {
    server.trouble("tile/entries/001", 1, untilToldToGoOn());
    Future<CycleReport> first = threads.submit(() -> one.sync());
    asked.await();

    CycleReport second = other.sync();

    assertFailed(second, Failure.BUSY);
    assertThat(second.message())
        .contains("two.example/log", "stella-attestor test", "" + ProcessHandle.current().pid());
    goOn.countDown();
    assertGood(first.get());
    assertMirrored();
  }

  @Test
  void whoComesSecondWaitsForALittleWhile() throws Exception {
    server.trouble("checkpoint", 1, untilToldToGoOn());
    Future<CycleReport> first = threads.submit(() -> one.sync());
    asked.await();
    Future<CycleReport> second = threads.submit(() -> other.sync());
    assertThat(isDoneWithin(second, 200)).isFalse();

    goOn.countDown();

    assertGood(first.get());
    assertGood(second.get());
    assertThat(second.get().outcome()).isEqualTo("unchanged");
    assertMirrored();
  }

  @Test
  void manyCyclesAtOnceOverAGrowingLogEndInOneMirror() throws Exception {
    List<Future<CycleReport>> cycles = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cycles.add(threads.submit(() -> one.sync()));
      cycles.add(threads.submit(() -> other.sync()));
      cycles.get(i).get();
      log.grow(57);
    }

    Set<String> outcomes = cycles.stream().map(TwoMirrorsTest::outcome).collect(Collectors.toSet());

    assertThat(outcomes).isSubsetOf("first_contact", "advanced", "unchanged", "busy");
    assertGood(one.sync());
    assertMirrored();
  }

  @Test
  void headsOfOneAreTheHeadsOfTheOther() {
    assertGood(one.sync());
    log.grow(500);
    assertGood(other.sync());
    log.grow(500);
    assertGood(one.sync());

    assertThat(other.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertMirrored();
  }

  private Trouble untilToldToGoOn() {
    return good -> {
      asked.countDown();
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return good;
    };
  }

  private static boolean isDoneWithin(Future<?> future, long millis) throws Exception {
    try {
      future.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static String outcome(Future<CycleReport> cycle) {
    try {
      return cycle.get().outcome();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertMirrored() {
    assertThat(one.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }
}
