package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.audit.HistoryReport.CheckpointProblem;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** The owner of the database changes the heads of a log, or takes their notes away. */
class ChangedHeadTest {
  private static final String ZERO_ROOT = "decode(repeat('00', 32), 'hex')";

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("heads.example/log").grow(515);
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void mirrorTwoCheckpoints() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    mirror.sync();
    log.grow(685);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(1200);
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          note of the head deleted | delete from rekor_checkpoints where tree_size = 1200 | is the pending head
          every note deleted       | delete from rekor_checkpoints | is the mirrored head
          origin of a note changed | update rekor_checkpoints set origin = 'x' where tree_size = 1200 | is the pending head
          root of both heads       | update log_heads set pending_root = ZERO, mirrored_root = ZERO | is the mirrored head, with root 0000000000000000…
          root of the pending head | update log_heads set pending_root = ZERO | damaged: mirrored and pending head
          head set back            | update log_heads set pending_size = 515, pending_root = ZERO, mirrored_size = null, mirrored_root = null, covered_size = 0 | is published, but the mirrored head is 0
          heads set ahead          | alter table log_heads drop constraint mirrored_covered_pending_in_order; update log_heads set mirrored_size = 99999, covered_size = 99999 | damaged: mirrored ≤ covered ≤ pending
          head deleted             | delete from log_heads | is known, but the log has no row
          head and notes deleted   | delete from log_heads; delete from rekor_checkpoints | is known, but the log has no row
          minimum index raised     | update log_heads set minimum_index = 1024 | is the minimum index, but entry 0 is not pruned
          """)
  void isNamedByTheAudit(String name, String change, String problem) throws IOException {
    change(change);

    assertThat(problems())
        .anySatisfy(found -> {
          assertThat(found.failure()).isEqualTo(Failure.STORE);
          assertThat(found.description()).contains(problem);
        });
    assertThat(runStella("checkpoints", "verify", "--backend", "log")).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}, the log {1}")
  @CsvSource({"root of both heads, is unchanged, 0", "root of both heads, has grown, 300"})
  void isNoContradictionOfTheLog(String name, String server, int growth) {
    change("update log_heads set pending_root = ZERO, mirrored_root = ZERO");
    log.grow(growth);

    CycleReport report = mirror.sync();

    assertThat(report.failure()).contains(Failure.STORE);
    assertThat(report.message()).contains("no stored note of 'heads.example/log' is for the head");
    assertThat(mirror.store().evidence().find(1)).isEmpty();
  }

  @Test
  void isAFailureOfTheStoreInSyncAndStatusIfMalformed() throws IOException {
    change("update log_heads set pending_root = ZERO");

    assertThat(mirror.sync().failure()).contains(Failure.STORE);
    assertThat(runStella("sync-status")).isEqualTo(3);
  }

  @Test
  void isNotReportedWhereNothingWasChanged() throws IOException {
    assertThat(problems()).isEmpty();
    assertThat(runStella("checkpoints", "verify")).isZero();
  }

  private List<CheckpointProblem> problems() {
    return HistoryAudit.run(mirror.store().checkpoints(), mirror.tree(), mirror.backend())
        .problems();
  }

  private void change(String sql) {
    mirror.executeUnchecked(sql.replace("ZERO", ZERO_ROOT));
  }

  private int runStella(String... command) throws IOException {
    Path config = Files.writeString(directory.resolve("attestor.yaml"), mirror.configuration());
    return CommandResult.runWithConfig(config, command).status();
  }
}
