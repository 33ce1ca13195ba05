package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A history that was trusted on first use is shown as such until an operator has compared it. */
class FirstContactTest {
  private static final String UNCONFIRMED = "trusted on first use, not confirmed yet: log";
  private static final long SIZE = 600;

  @TempDir private static Path directory;

  private static FakeLog log;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private static String config;

  @BeforeAll
  static void startMirror() {
    log = FakeLog.named("first.example/log").grow(SIZE);
    server = FakeLogServer.start(log);
    TestConfiguration configuration = MirrorUnderTest.of(directory, log, server.url());
    config = configuration.file().toString();
    mirror = configuration.start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    assertGood(mirror.sync());
  }

  @Test
  void anyCheckpointOfTheSameHistoryConfirmsIt() throws IOException {
    assertThat(status()).contains(UNCONFIRMED, "stella attestor backend confirm log");
    for (long size : new long[] {1, 257, 599, SIZE}) {
      CommandResult result = confirm("--checkpoint", file(log.checkpoint(size)));

      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out()).contains("confirmed: log up to size " + size + " with root ");
    }
    assertThat(status()).doesNotContain("trusted on first use");
    assertThat(CommandResult.run("sync-status", "-o", "json", "--config", config).out())
        .contains("\"confirmed\" : true");
  }

  @Test
  void configurationMayBeNamedBeforeTheCommand() {
    CommandResult before = CommandResult.run("--config", config, "sync-status");

    assertThat(before.status()).as(before.err()).isZero();
    assertThat(withoutAge(before.out())).isEqualTo(withoutAge(status())).contains("first.example");
  }

  private static String withoutAge(String table) {
    return table.replaceAll(" \\d+s ", " 0s ");
  }

  @Test
  void anotherHistoryIsStoredAsEvidenceAndConfirmsNothing() throws IOException {
    for (FakeLog fork : new FakeLog[] {log.fork(599).grow(1), log.fork(300).grow(100)}) {
      reset();

      CommandResult result = confirm("--checkpoint", file(fork.checkpoint()));

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err()).contains("cross_log_divergence", "evidence list");
      assertThat(CommandResult.run("sync-status", "--config", config).out())
          .contains("quarantined", "evidence show");
      assertThat(mirror.store().evidence().all())
          .singleElement()
          .satisfies(evidence -> evidence.evidence().verify(log.identity().key()));
      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
    }
  }

  @Test
  void unsignedCheckpointConfirmsNothing() throws IOException {
    FakeLog otherLog = FakeLog.named("stranger.example").grow(SIZE);

    CommandResult result = confirm("--checkpoint", file(otherLog.checkpoint()));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("untrusted_key");
    assertThat(status()).contains(UNCONFIRMED).doesNotContain("quarantined");
  }

  @Test
  void emptyTreeConfirmsNothing() throws IOException {
    assertThat(confirm("--checkpoint", file(log.checkpoint(0))).status()).isEqualTo(2);
    assertThat(status()).contains(UNCONFIRMED);
  }

  @Test
  void quarantinedLogCannotBeConfirmed() {
    server.serve(log.fork(599).grow(1));
    mirror.sync();
    server.serve(log);

    CommandResult result = confirm("--reason", "looks fine to me");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains("quarantined", "stella attestor evidence show ");
    assertThat(CommandResult.run("sync-status", "--config", config).out())
        .as("a hint that would fail")
        .doesNotContain("backend confirm");
  }

  @Test
  void checkpointBeyondTheMirrorConfirmsNothingYet() throws IOException {
    byte[] later = FakeLog.named("first.example/log").grow(900).checkpoint();

    CommandResult result = confirm("--checkpoint", file(later));

    assertThat(result.status()).isEqualTo(4);
    assertThat(result.err()).contains("does not reach size 900", "sync --backend log --full");
    assertThat(status()).contains(UNCONFIRMED);
  }

  @Test
  void recordsTheReasonOfAManualConfirmation() {
    assertThat(confirm("--reason", " ").status()).isEqualTo(2);
    assertThat(confirm().status()).isEqualTo(2);

    assertThat(confirm("--reason", "read out over the phone").status()).isZero();

    assertThat(mirror.query("select reason || ' at ' || tree_size from confirmations"))
        .containsExactly("read out over the phone at 600");
    assertThat(status()).doesNotContain("trusted on first use");
  }

  @Test
  void cannotConfirmBeforeFirstContact() {
    mirror.reset();

    assertThat(status()).doesNotContain("trusted on first use");
    assertThat(confirm("--reason", "compared").status()).isEqualTo(4);
  }

  private static String status() {
    return CommandResult.run("sync-status", "--config", config).out();
  }

  private static CommandResult confirm(String... options) {
    String[] arguments = new String[options.length + 5];
    System.arraycopy(new String[] {"backend", "confirm", "log"}, 0, arguments, 0, 3);
    System.arraycopy(options, 0, arguments, 3, options.length);
    arguments[arguments.length - 2] = "--config";
    arguments[arguments.length - 1] = config;
    return CommandResult.run(arguments);
  }

  private static String file(byte[] note) throws IOException {
    Path file = Files.createTempFile(directory, "elsewhere", ".note");
    return Files.write(file, note).toString();
  }
}
