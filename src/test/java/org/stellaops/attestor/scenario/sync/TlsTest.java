package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
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
      assertThat(report.message()).contains(proxy.url().toString(), "PKIX path");
      assertThat(report.hint()).contains("attestor.rekorSync.caFile");
      assertThat(server.requests().count()).isZero();
      assertThat(mirror.state()).isEmpty();
    }
  }

  @Test
  void trustsTheCertificateOfAPrivateCa() throws Exception {
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory.resolve("mirror"), log, proxy.url())
            .backend("type", "tlog-tiles")
            .sync("caFile", proxy.certificate().toString())
            .start()) {
      assertGood(mirror.sync());
    }
  }

  @Test
  void rejectsAFileWithoutCertificate() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty.pem"), "no certificate\n");
    TestConfiguration configuration =
        MirrorUnderTest.of(directory.resolve("mirror"), log, proxy.url());

    for (String file : List.of(empty.toString(), directory.resolve("missing.pem").toString())) {
      configuration.sync("caFile", file);
      assertThatThrownBy(configuration::start)
          .isInstanceOf(AttestorException.class)
          .hasMessageContaining("attestor.rekorSync.caFile")
          .hasMessageContaining(file);
    }
  }

  private MirrorUnderTest startMirror() {
    return MirrorUnderTest.of(directory.resolve("mirror"), log, proxy.url())
        .backend("type", "tlog-tiles")
        .start();
  }
}
