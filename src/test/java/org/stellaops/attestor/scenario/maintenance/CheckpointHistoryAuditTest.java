package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.audit.HistoryReport;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.Tile;

/** Somebody with all rights in the database changes what is stored; and the commands that tell. */
class CheckpointHistoryAuditTest {
  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("history.example/log").grow(100);
  private FakeLogServer server;
  private AuditedMirror mirror;

  @BeforeEach
  void mirrorFourCheckpoints() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    mirror.sync();
    for (int growth : new int[] {200, 500, 1000}) {
      log.grow(growth);
      assertThat(mirror.sync().mirroredSize()).isEqualTo(log.size());
    }
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void verifiesEveryPairOfAnHonestHistory() {
    assertThat(audit().problems()).isEmpty();
    assertThat(audit().notes()).isEqualTo(4);
    assertThat(audit().provedPairs()).isEqualTo(3);
  }

  @Test
  void reportsAChangedRootAndBothPairsItBelongsTo() {
    tamper("root_hash = decode('" + "ab".repeat(32) + "', 'hex')", 300);

    assertThat(audit().problems())
        .extracting(HistoryReport.CheckpointProblem::size)
        .containsExactly(300L, 300L, 800L);
    assertThat(audit().problems().get(0).description())
        .isEqualTo("has a different root from its note");
  }

  @Test
  void reportsASignedNoteOfAnotherHistory() {
    FakeLog forged = log.fork(50).grow(250);
    tamper(
        "root_hash = decode('%s', 'hex'), raw_note = decode('%s', 'hex')"
            .formatted(forged.head().root().hex(), HexFormat.of().formatHex(forged.checkpoint())),
        300);

    assertThat(audit().problems())
        .extracting(HistoryReport.CheckpointProblem::description)
        .anyMatch(what -> what.contains("do not hash to"));
  }

  @Test
  void reportsAMalformedNoteAndAWrongKey() {
    tamper("raw_note = 'gone'", 100);
    tamper("key_id = '00000000'", 800);
    tamper("frozen = true", 1800);

    assertThat(audit().problems())
        .extracting(wrong -> wrong.size() + " " + wrong.description())
        .anyMatch(what -> what.startsWith("100 has a rejected note"))
        .anyMatch(what -> what.startsWith("800 has the key"))
        .anyMatch(what -> what.startsWith("1800 is stored as frozen"));
  }

  @Test
  void reportsAMissingTileWithoutCallingItAContradiction() throws IOException {
    Files.delete(mirror.file(Tile.full(0, 1)));

    assertThat(audit().problems())
        .extracting(HistoryReport.CheckpointProblem::description)
        .anyMatch(what -> what.contains("tile/0/001.p/44 is missing or damaged"));
  }

  @Test
  void commandsListProblemsAndFailWithExitStatusOne() throws IOException {
    assertThat(runStella("checkpoints", "verify").out())
        .contains("log: good, 4 notes opened, 3 pairs");
    assertThat(runStella("tiles", "verify").out()).contains("log: good, 1,800 entries checked");
    tamper("root_hash = decode('" + "ab".repeat(32) + "', 'hex')", 300);
    Files.delete(mirror.file("tile/entries/002"));
    Files.delete(mirror.file("tile/entries/003"));

    CommandResult history = runStella("checkpoints", "verify", "-o", "json");
    CommandResult tiles = runStella("tiles", "verify");

    assertThat(history.status()).isEqualTo(1);
    assertThat(history.out()).contains("\"treeSize\" : 300");
    assertThat(tiles.status()).isEqualTo(1);
    assertThat(tiles.out()).contains("tile/entries/002 to tile/entries/003", "is missing");
    assertThat(runStella("tiles", "verify", "-o", "json").out())
        .contains("\"path\" : \"tile/entries/003\"", "\"fault\" : \"missing\"");
  }

  @Test
  void verifyCommandRepairsTheMirror() throws IOException {
    Files.delete(mirror.file("tile/entries/002"));

    CommandResult repair = runStella("tiles", "verify", "--repair");

    assertThat(repair.status()).isZero();
    assertThat(repair.out()).contains("is missing", "log: good", "1 requests");
    assertThat(runStella("tiles", "verify").status()).isZero();
  }

  private HistoryReport audit() {
    return HistoryAudit.run(mirror.store().checkpoints(), mirror.tree(), mirror.backend());
  }

  private void tamper(String assignment, long size) {
    mirror.executeUnchecked(
        "update rekor_checkpoints set " + assignment + " where tree_size = " + size);
  }

  private CommandResult runStella(String group, String command, String... options)
      throws IOException {
    Path config = Files.writeString(directory.resolve("attestor.yaml"), mirror.configuration());
    Stream<String> fixed = Stream.of(group, command, "--backend", "log");
    return CommandResult.runWithConfig(
        config, Stream.concat(fixed, Stream.of(options)).toArray(String[]::new));
  }
}
