package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.postgres.embedded.EmbeddedServer;
import org.stellaops.attestor.postgres.embedded.EmbeddedServerFixture;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;

/** The database server dies while a cycle waits for the log, and comes back later. */
@Timeout(120)
class DatabaseOutageTest {
  private static final long KNOWN = 300;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("lost.example/log").grow(KNOWN);
  private EmbeddedServerFixture database;
  private EmbeddedServer databaseServer;
  private FakeLogServer server;
  private MirrorUnderTest mirror;

  @BeforeEach
  void setUp() throws Exception {
    database = new EmbeddedServerFixture(directory.resolve("database"));
    databaseServer = database.open();
    server = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .database(
                TestConfiguration.connectionStringWithPassword(databaseServer.connectionString()))
            .start();
    assertGood(mirror.sync());
  }

  @AfterEach
  void stop() throws Exception {
    mirror.close();
    server.close();
    databaseServer.close();
    database.close();
  }

  @Test
  void failsTheCycleAndResumesInTheSameProcess() throws Exception {
    Map<String, String> before = mirror.files();
    log.grow(800);
    server.injectFault("tile/entries/002", 1, crashDatabase());

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.STORE);
    assertThat(mirror.files()).containsAllEntriesOf(before);

    databaseServer.close();
    databaseServer = database.open();

    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head(KNOWN));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files())
        .isEqualTo(MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
  }

  private FaultInjection crashDatabase() {
    return good -> {
      try {
        database.crash();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      return good;
    };
  }
}
