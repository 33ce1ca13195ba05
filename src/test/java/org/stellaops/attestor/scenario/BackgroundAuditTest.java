package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.route.Audits;

/** The audit of the daemon tells and touches nothing. */
class BackgroundAuditTest {
  private static final Clock NOON =
      Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("daily.example/log").grow(1000);
  private final MetricsPage page = new MetricsPage();
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void mirrorIt() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    mirror.sync();
    server.requests().forget();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void damageIsAMetricAndStaysAsItIs() throws IOException {
    Files.delete(mirror.file("tile/entries/001"));
    Map<String, String> before = mirror.digests();
    Audits audits = audits(0);
    assertThat(page.scrape()).contains("attestor_audit_findings{backend=\"log\"} NaN");

    assertThat(audits.run("log").findings()).isEqualTo(1);

    assertThat(page.scrape())
        .contains("attestor_audit_findings{backend=\"log\"} 1.0")
        .contains("attestor_audit_last_timestamp_seconds{backend=\"log\"} 1.7E9");
    assertThat(mirror.digests()).isEqualTo(before);
    assertThat(server.requests().total()).isZero();
  }

  @Test
  void anAuditThatWouldTakeDaysEndsWithTheDaemon() {
    Audits audits = audits(1);
    audits.end();

    assertThatThrownBy(() -> audits.run("log"))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("ended before it was through");
    assertThat(page.scrape()).contains("attestor_audit_findings{backend=\"log\"} NaN");
  }

  private Audits audits(long bytesPerSecond) {
    Audits audits =
        new Audits(
            new BackendCatalog(List.of(mirror.backend())),
            mirror.store().checkpoints(),
            mirror.tree(),
            new AuditMetrics(page),
            bytesPerSecond,
            NOON);
    audits.show();
    return audits;
  }
}
