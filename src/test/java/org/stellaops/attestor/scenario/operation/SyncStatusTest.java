package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** {@code sync-status} tells scripts by its exit status, and operators by the next command. */
class SyncStatusTest {
  private static final long SIZE = 300;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("status.example/log").grow(SIZE);
  private FakeLogServer server;
  private TestConfiguration configuration;
  private MirrorUnderTest mirror;

  @BeforeEach
  void start() {
    server = FakeLogServer.start(log);
    configuration = MirrorUnderTest.of(directory, log, server.url());
    configuration.file();
    mirror = configuration.start();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void aMirrorThatFollowsItsLogNeedsNothing() {
    mirror.sync();

    CommandResult status = run("sync-status");

    assertThat(status.status()).as(status.out()).isZero();
    assertThat(status.out()).contains("current");
    assertThat(run("sync-status", "-o", "json").out()).contains("\"next\" : null");
  }

  @Test
  void quarantineIsExitStatus1AndLeadsToTheEvidenceAndTheRelease() {
    mirror.sync();
    server.serve(log.fork(SIZE - 1).grow(1));
    mirror.sync();

    CommandResult status = run("sync-status");

    assertThat(status.status()).isEqualTo(1);
    assertThat(status.out())
        .contains("log: quarantined for split_view since ", ", evidence 1")
        .contains("next: stella attestor evidence show 1; if it is explained: ")
        .contains("stella attestor backend release log --reason TEXT")
        .doesNotContain("backend confirm");
  }

  @Test
  void aStaleMirrorIsExitStatus4AndIsToldToSync() {
    mirror.sync();
    mirror.execute("update log_heads set last_success_at = now() - interval '2 days'");

    CommandResult status = run("sync-status");

    assertThat(status.status()).isEqualTo(4);
    assertThat(status.out())
        .contains("log: stale: no successful cycle for 2d 0h")
        .contains("next: stella attestor sync --backend log");
  }

  @Test
  void anIsolatedSideIsToldToImportAndNeverToSync() {
    mirror.sync();
    mirror.execute("update log_heads set last_success_at = now() - interval '2 days'");
    configuration.sync("enabled", "false").file();

    CommandResult status = run("sync-status");

    assertThat(status.status()).isEqualTo(4);
    assertThat(status.out())
        .contains("next: stella attestor import FILE")
        .doesNotContain("attestor sync ");
    mirror.execute("delete from log_heads");
    assertThat(run("prove", "--index", "999").err())
        .contains("hint: import a newer bundle of this log: stella attestor import FILE");
    assertThat(run("backend", "confirm", "log", "--reason", "compared").err())
        .contains("no first contact yet", "stella attestor import FILE")
        .doesNotContain("attestor sync ");
  }

  @Test
  void aFailureBeforeFirstContactIsShown() {
    server.serve(FakeLog.named("another.example/log").grow(10));
    assertThat(mirror.sync().failure()).isPresent();

    CommandResult status = run("sync-status");

    assertThat(status.status()).isEqualTo(1);
    assertThat(status.out())
        .contains("failing: untrusted_key", "log: failing: untrusted_key: ")
        .contains("next: stella attestor backend verify-key log");
    assertThat(run("sync-status", "-o", "json").out())
        .contains("\"state\" : \"failing\"", "\"error\" : \"untrusted_key\"");
  }

  @Test
  void theExitStatusOfAFailingMirrorIsThatOfTheFailure() {
    mirror.sync();
    server.close();
    assertThat(mirror.sync().failure()).contains(Failure.NETWORK);

    CommandResult status = run("sync-status");

    assertThat(status.status()).isEqualTo(3);
    assertThat(status.out()).contains("failing: network", "next: stella attestor sync --backend");
  }

  @Test
  void aPauseIsAStateUntilItIsEnded() {
    mirror.sync();

    assertThat(run("backend", "pause", "log", "--reason", "the log moves").out())
        .contains("paused: log", "next: stella attestor backend resume log");
    assertThat(run("backend", "pause", "log", "--reason", "again").out()).contains("unchanged: ");
    CommandResult status = run("sync-status");
    CommandResult all = run("sync", "--all");

    assertThat(status.status()).isEqualTo(4);
    assertThat(status.out())
        .contains("log: paused since ", ": the log moves")
        .contains("next: stella attestor backend resume log");
    assertThat(all.status()).isZero();
    assertThat(all.err()).contains("log: paused; to follow it: stella attestor backend resume log");
    assertThat(run("sync", "--backend", "log").out()).contains("log: unchanged");
    assertThat(run("backend", "resume", "log").status()).isZero();
    assertThat(run("backend", "resume", "log").err()).contains("is not paused");
    assertThat(run("sync-status").status()).isZero();
  }

  @Test
  void emptyListsSaySo() {
    assertThat(run("evidence", "list").out()).isEqualToIgnoringNewLines("no evidence is stored");
    assertThat(run("bundles", "list").out())
        .isEqualToIgnoringNewLines("no export or import is recorded");
    assertThat(run("anchor", "list").out()).isEqualToIgnoringNewLines("no anchor is stored");
    assertThat(run("checkpoints", "list").out())
        .isEqualToIgnoringNewLines("no checkpoint is stored");
    assertThat(run("checkpoints", "refused", "--backend", "log").out())
        .contains("no refused checkpoint of 'log' is stored");
    assertThat(run("evidence", "list", "-o", "json").out()).isEqualToIgnoringWhitespace("[]");
    configuration.backend("enabled", "false").file();
    CommandResult none = run("sync-status");
    assertThat(none.status()).isZero();
    assertThat(none.out()).contains("no backend is enabled");
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(directory.resolve("attestor.yaml"), arguments);
  }
}
