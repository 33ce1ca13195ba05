package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

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
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;

/** Two processes, one database, one directory: a daemon and a command, or two daemons. */
@Timeout(60)
class ConcurrentMirrorsTest {
  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("two.example/log").grow(600);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch requestReceived = new CountDownLatch(1);
  private final CountDownLatch responseAllowed = new CountDownLatch(1);
  private FakeLogServer server;
  private MirrorUnderTest firstMirror;
  private MirrorUnderTest secondMirror;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
    firstMirror = configuration.start();
    secondMirror = configuration.start();
  }

  @AfterEach
  void tearDown() {
    responseAllowed.countDown();
    threads.shutdownNow();
    firstMirror.close();
    secondMirror.close();
    server.close();
  }

  @Test
  void secondMirrorReportsTheLockHolder() throws Exception {
    server.injectFault("tile/entries/001", 1, delayUntilAllowed());
    Future<CycleReport> first = threads.submit(() -> firstMirror.sync());
    requestReceived.await();

    CycleReport second = secondMirror.sync();

    assertFailed(second, Failure.BUSY);
    assertThat(second.message())
        .contains("two.example/log", "stella-attestor test", "" + ProcessHandle.current().pid());
    responseAllowed.countDown();
    assertGood(first.get());
    assertMirrored();
  }

  @Test
  void secondMirrorWaitsBrieflyForTheLock() throws Exception {
    server.injectFault("checkpoint", 1, delayUntilAllowed());
    Future<CycleReport> first = threads.submit(() -> firstMirror.sync());
    requestReceived.await();
    Future<CycleReport> second = threads.submit(() -> secondMirror.sync());
    assertThat(isDoneWithin(second, 200)).isFalse();

    responseAllowed.countDown();

    assertGood(first.get());
    assertGood(second.get());
    assertThat(second.get().outcome()).isEqualTo("unchanged");
    assertMirrored();
  }

  @Test
  void concurrentCyclesOverAGrowingLogProduceOneMirror() throws Exception {
    List<Future<CycleReport>> cycles = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      cycles.add(threads.submit(() -> firstMirror.sync()));
      cycles.add(threads.submit(() -> secondMirror.sync()));
      cycles.get(i).get();
      log.grow(57);
    }

    Set<String> outcomes =
        cycles.stream().map(ConcurrentMirrorsTest::outcome).collect(Collectors.toSet());

    assertThat(outcomes).isSubsetOf("first_contact", "advanced", "unchanged", "busy");
    assertGood(firstMirror.sync());
    assertMirrored();
  }

  @Test
  void mirrorsShareTheStoredHeads() {
    assertGood(firstMirror.sync());
    log.grow(500);
    assertGood(secondMirror.sync());
    log.grow(500);
    assertGood(firstMirror.sync());

    assertThat(secondMirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertMirrored();
  }

  private FaultInjection delayUntilAllowed() {
    return good -> {
      requestReceived.countDown();
      try {
        responseAllowed.await();
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
    assertThat(firstMirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }
}
