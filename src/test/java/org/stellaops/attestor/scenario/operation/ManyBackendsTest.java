package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;
import org.stellaops.attestor.postgres.embedded.ServerDirectory;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Many logs on a PostgreSQL that accepts fewer connections than there are logs. {@code bin/trial
 * many-backends} runs it with 200 logs for ten minutes.
 */
class ManyBackendsTest {
  private static final int BACKENDS = Integer.getInteger("trial.backends", 60);
  private static final int CONNECTIONS = Integer.getInteger("trial.connections", 20);
  private static final long CYCLES_PER_BACKEND = Integer.getInteger("trial.cycles", 6);
  private static final String INTERVAL = System.getProperty("trial.interval", "500ms");
  private static final int MAX_THREADS = 110;
  private static final long MEGABYTE = 1 << 20;

  @TempDir private Path directory;

  @Test
  void noCycleFailsAndNothingGrows() throws Exception {
    int before = threadCount();
    TestDatabase.shareBinaries(ServerDirectory.createUnder(directory));
    Map<String, String> limit = Map.of("max_connections", Integer.toString(CONNECTIONS));
    try (EmbeddedServer server = EmbeddedServer.open(directory, limit);
        MirrorUnderTest mirror = configuration(server).quietDaemon().start()) {
      long cycles = awaitCycles(mirror, 2);
      long heap = liveHeap();
      int threads = 0;
      int connections = 0;
      for (long passes = 3; passes <= CYCLES_PER_BACKEND + 2; passes++) {
        cycles = awaitCycles(mirror, passes);
        threads = Math.max(threads, threadCount() - before);
        connections =
            Math.max(
                connections,
                count(mirror, "pg_stat_activity where backend_type = 'client backend'"));
      }
      long growth = (liveHeap() - heap) / MEGABYTE;

      System.out.printf(
          "%d backends: %d cycles, %d threads, %d connections, heap %d MB, grown by %d MB%n",
          BACKENDS, cycles, threads, connections, heap / MEGABYTE, growth);
      assertThat(failures(mirror)).isEmpty();
      assertThat(threads).isLessThan(MAX_THREADS);
      assertThat(connections).isLessThanOrEqualTo(10);
      assertThat(growth).isLessThan(10);
    }
  }

  private TestConfiguration configuration(EmbeddedServer server) {
    TestConfiguration configuration =
        MirrorUnderTest.in(directory)
            .database(TestConfiguration.connectionStringWithPassword(server.connectionString()))
            .sync("initialDelay", "0")
            .sync("syncInterval", INTERVAL);
    for (int i = 0; i < BACKENDS; i++) {
      FakeLog log = FakeLog.named("log" + i + ".example").grow(10);
      Path source = directory.resolve("source" + i);
      log.write(source);
      configuration.follow("b" + i, log, source.toUri());
    }
    return configuration;
  }

  /** Waits until every backend has this number of cycles; returns the number of all. */
  private static long awaitCycles(MirrorUnderTest mirror, long passes) throws Exception {
    long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
    String done =
        "(select backend from sync_cycles group by backend having count(*) >= " + passes + ") x";
    while (count(mirror, done) < BACKENDS) {
      assertThat(System.nanoTime()).as("backends with %d cycles", passes).isLessThan(deadline);
      assertThat(new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS)).isFalse();
    }
    return count(mirror, "sync_cycles");
  }

  /** Without the threads that wait for fsync, whose number FsyncBatch limits for all logs. */
  private static int threadCount() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> !thread.getName().equals("flush"))
            .count();
  }

  private static int count(MirrorUnderTest mirror, String from) {
    return Integer.parseInt(mirror.query("select count(*) from " + from).get(0));
  }

  private static String failures(MirrorUnderTest mirror) {
    return mirror
        .scrape()
        .lines()
        .filter(line -> line.startsWith("attestor_rekor_sync_errors_total"))
        .filter(line -> !line.endsWith(" 0.0"))
        .collect(Collectors.joining("\n"));
  }

  private static long liveHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
