package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The audit of the daemon tells and touches nothing. */
class DaemonAuditTest {
  private static final Clock NOON =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("daily.example/log").grow(1000);
  private final MetricsPage page = new MetricsPage();
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void startAndSync() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    mirror.sync();
    server.requests().clear();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void reportsDamageAsAMetricAndRepairsNothing() throws IOException {
    Files.delete(mirror.file("tile/entries/001"));
    Map<String, String> before = mirror.digests();
    BackgroundAudit backgroundAudit = backgroundAudit(0);
    assertThat(page.scrape()).contains("attestor_audit_findings{backend=\"log\"} NaN");

    assertThat(backgroundAudit.run("log").findingCount()).isEqualTo(1);

    assertThat(page.scrape())
        .contains("attestor_audit_findings{backend=\"log\"} 1.0")
        .contains("attestor_audit_last_timestamp_seconds{backend=\"log\"} 1.7E9");
    assertThat(mirror.digests()).isEqualTo(before);
    assertThat(server.requests().count()).isZero();
  }

  @Test
  void stopsALongAuditWhenTheDaemonStops() {
    BackgroundAudit backgroundAudit = backgroundAudit(1);
    backgroundAudit.stop();

    assertThatThrownBy(() -> backgroundAudit.run("log"))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("was interrupted");
    assertThat(page.scrape()).contains("attestor_audit_findings{backend=\"log\"} NaN");
  }

  private BackgroundAudit backgroundAudit(long bytesPerSecond) {
    BackgroundAudit backgroundAudit =
        new BackgroundAudit(
            new BackendCatalog(List.of(mirror.backend())),
            mirror.store().checkpoints(),
            mirror.tree(),
            new AuditMetrics(page),
            bytesPerSecond,
            NOON);
    backgroundAudit.registerMetrics();
    return backgroundAudit;
  }
}
