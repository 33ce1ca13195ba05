package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.VerifierKey;
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

  @Test
  void aMistypedOriginIsNamed() {
    configuration =
        new TestConfiguration(directory)
            .follow(
                "log",
                "mistyped.example/log",
                server.url().toString(),
                key("mistyped.example/log"));
    configuration.file();

    CommandResult sync = run("sync", "--backend", "log");
    CommandResult verified = run("backend", "verify-key", "log");

    assertThat(sync.status()).isEqualTo(1);
    assertThat(sync.err())
        .contains("origin_mismatch: log: ", "the key is right", "set the origin of the backend to")
        .doesNotContain("new key");
    assertThat(verified.out())
        .contains("status.example/log, as in the checkpoint; configured: mistyped.example/log");
    assertThat(run("sync-status").out()).contains("failing: origin_mismatch");
  }

  private String key(String name) {
    return new VerifierKey(name, log.identity().key().publicKey()).toString();
  }

  @Test
  void severalBackendsAreShownByReadersAndNamedForPruning() {
    mirror.sync();
    FakeLog second = FakeLog.named("second.example/log").grow(20);
    try (FakeLogServer other = FakeLogServer.start(second)) {
      configuration.follow("second", second, other.url()).file();
      assertThat(run("sync", "--backend", "second").status()).isZero();

      assertThat(run("tiles", "stats").out()).contains("status.example", "second.example");
      assertThat(run("tiles", "verify").out()).contains("log: good", "second: good");
      assertThat(run("checkpoints", "list").out()).contains("Backend", "log ", "second ");
      assertThat(run("checkpoints", "verify").out()).contains("log: good", "second: good");
      CommandResult prove = run("prove", "--index", "1");
      assertThat(prove.status()).isEqualTo(2);
      assertThat(prove.err()).contains("2 backends are enabled", "add --backend ID");
      for (String what : new String[] {"tiles", "checkpoints"}) {
        CommandResult prune = run(what, "prune", "--older-than", "720h");
        assertThat(prune.status()).isEqualTo(2);
        assertThat(prune.err()).contains("2 backends are enabled: log, second", "or --all");
        assertThat(run(what, "prune", "--older-than", "720h", "--all").out())
            .contains("log: removed 0", "second: removed 0");
      }
    }
  }

  @Test
  void anExportReplacesABundleOnlyByForce() throws IOException {
    mirror.sync();
    Path bundle = Files.writeString(directory.resolve("kit.tar.gz"), "carried away");
    String[] export = {"export", "--backend", "log", "--output", bundle.toString()};

    CommandResult refused = run(export);

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("exists already", "add --force");
    assertThat(bundle).hasContent("carried away");
    assertThat(run("export", "--backend", "log", "--output", bundle.toString(), "--force").status())
        .isZero();
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(directory.resolve("attestor.yaml"), arguments);
  }
}
