package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.route.CycleReport;

/** Logs that are reached by HTTPS, as all public ones are. */
class TlsTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("tls.example/log").grow(300);
  private final FakeLogServer server = FakeLogServer.start(log);
  private TlsFront front;

  @BeforeEach
  void start() throws Exception {
    front = TlsFront.before(server.url(), directory);
  }

  @AfterEach
  void stop() {
    front.close();
    server.close();
  }

  @Test
  void logBehindTlsIsMirrored() {
    front.trusted(() -> {
      try (MirrorUnderTest mirror = follow()) {
        assertGood(mirror.sync());

        assertThat(mirror.files())
            .containsExactlyInAnyOrderEntriesOf(
                MirrorUnderTest.filesOf(log, directory.resolve("expected")));
      }
    });
  }

  @Test
  void serverThatNobodyVouchesForIsNotAskedForAnything() {
    try (MirrorUnderTest mirror = follow()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(front.url().toString());
      assertThat(server.requests().total()).isZero();
      assertThat(mirror.state()).isEmpty();
    }
  }

  private MirrorUnderTest follow() {
    return MirrorUnderTest.of(directory.resolve("mirror"), log, front.url())
        .backend("type", "tlog-tiles")
        .start();
  }
}
