package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** Logs that are reached by HTTPS, as all public ones are. */
class TlsTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("tls.example/log").grow(300);
  private final FakeLogServer server = FakeLogServer.start(log);
  private TlsProxy proxy;

  @BeforeEach
  void setUp() throws Exception {
    proxy = TlsProxy.inFrontOf(server.url(), directory);
  }

  @AfterEach
  void tearDown() {
    proxy.close();
    server.close();
  }

  @Test
  void mirrorsALogOverTls() {
    proxy.runTrusted(() -> {
      try (MirrorUnderTest mirror = startMirror()) {
        assertGood(mirror.sync());

        assertThat(mirror.files())
            .containsExactlyInAnyOrderEntriesOf(
                MirrorUnderTest.expectedFiles(log, directory.resolve("expected")));
      }
    });
  }

  @Test
  void sendsNoRequestToAnUntrustedServer() {
    try (MirrorUnderTest mirror = startMirror()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message()).contains(proxy.url().toString());
      assertThat(server.requests().count()).isZero();
      assertThat(mirror.state()).isEmpty();
    }
  }

  private MirrorUnderTest startMirror() {
    return MirrorUnderTest.of(directory.resolve("mirror"), log, proxy.url())
        .backend("type", "tlog-tiles")
        .start();
  }
}
