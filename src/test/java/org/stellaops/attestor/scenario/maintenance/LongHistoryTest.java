package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.cli.Ed25519Provider;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.audit.HistoryReport;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A log that was followed for years: {@code checkpoints verify} must not take longer each day. */
class LongHistoryTest {
  private static final int NOTES = 10_001;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("years.example/log").grow(1_000_000);
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void start() {
    Ed25519Provider.install();
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void tenThousandNotesAreVerifiedInSecondsAndInLinearTime() {
    store(NOTES / 4);
    Duration quarter = cpuTimeOfAudit(NOTES / 4);
    store(NOTES - NOTES / 4);
    Duration whole = cpuTimeOfAudit(NOTES);

    assertThat(whole).as("processor time").isLessThan(Duration.ofSeconds(10));
    // four times the notes: quadratic time would be sixteen times as long
    assertThat(whole).isLessThan(quarter.multipliedBy(8));
  }

  /** Stores notes as cycles would have, and mirrors the last one. */
  private void store(int notes) {
    mirror.sync();
    StringBuilder rows = new StringBuilder();
    for (int i = 1; i < notes; i++) {
      log.grow(97);
      rows.append(rows.isEmpty() ? "" : ", ").append(row());
    }
    mirror.execute(
        "insert into rekor_checkpoints (origin, backend, tree_size, root_hash, raw_note,"
            + " key_name, key_id, frozen, first_seen_at, last_seen_at) values "
            + rows);
    log.grow(97);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(log.size());
  }

  private String row() {
    return "('%s', 'log', %d, '\\x%s', '\\x%s', '%s', '%s', false, now(), now())"
        .formatted(
            log.identity().origin(),
            log.size(),
            log.head().root().hex(),
            HexFormat.of().formatHex(log.checkpoint()),
            log.identity().key().name(),
            log.identity().key().keyId());
  }

  private Duration cpuTimeOfAudit(long atLeast) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    HistoryReport report =
        HistoryAudit.run(mirror.store().checkpoints(), mirror.tree(), mirror.backend());
    Duration time =
        Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
    assertThat(report.problems()).isEmpty();
    assertThat(report.notes()).isGreaterThanOrEqualTo(atLeast);
    return time;
  }
}
