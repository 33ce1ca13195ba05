package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.postgres.EmbeddedServer;
import org.stellaops.attestor.postgres.ServerUnderTest;
import org.stellaops.attestor.route.CycleReport;

/** The database server dies while a cycle waits for the log, and comes back later. */
@Timeout(120)
class LostDatabaseTest {
  private static final long KNOWN = 300;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("lost.example/log").grow(KNOWN);
  private ServerUnderTest database;
  private EmbeddedServer running;
  private FakeLogServer server;
  private MirrorUnderTest mirror;

  @BeforeEach
  void follow() throws Exception {
    database = new ServerUnderTest(directory.resolve("database"));
    running = database.open();
    server = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .database(TestConfiguration.written(running.connectionString()))
            .start();
    assertGood(mirror.sync());
  }

  @AfterEach
  void stop() throws Exception {
    mirror.close();
    server.close();
    running.close();
    database.close();
  }

  @Test
  void theCycleFailsAndTheNextOneGoesOnInTheSameProcess() throws Exception {
    Map<String, String> before = mirror.files();
    log.grow(800);
    server.trouble("tile/entries/002", 1, dies());

    CycleReport report = mirror.sync();

    assertFailed(report, Failure.STORE);
    assertThat(mirror.files()).containsAllEntriesOf(before);

    running.close();
    running = database.open();

    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head(KNOWN));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(mirror.files())
        .isEqualTo(MirrorUnderTest.filesOf(log, directory.resolve("expected")));
  }

  private Trouble dies() {
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
