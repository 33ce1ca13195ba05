package org.stellaops.attestor.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;

/** What {@code sync} tells its caller by its exit status, and how much it brings. */
class SyncExitStatusTest {
  private static final String ORIGIN = "command.example/log";
  private static final String BACKEND = TestConfiguration.BACKEND;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(300);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void setUp() {
    server = FakeLogServer.start(log);
    configuration = new TestConfiguration(directory).follow(BACKEND, log, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> invalidCheckpoints() {
    return Stream.of(
        invalidCheckpoint(
            "bad_signature", log -> log.serveCheckpoint(signedWithAnotherOrigin(log))),
        invalidCheckpoint("invalid_note", log -> log.serveCheckpoint(new byte[] {'?', '\n'})),
        invalidCheckpoint("untrusted_key", log -> FakeLog.named("stranger.example/log").grow(400)),
        invalidCheckpoint("split_view", log -> log.fork(100).grow(200)),
        invalidCheckpoint("inconsistent", log -> log.fork(100).grow(300)),
        invalidCheckpoint("bad_tile", log -> log.grow(300).tamper(EntryBundle.full(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalidCheckpoints")
  void exitsWithOneAndTheFailureName(String failureName, UnaryOperator<FakeLog> manipulation) {
    assertThat(sync("--all").status()).isZero();
    server.serve(manipulation.apply(log));

    CommandResult refused = sync("--all");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("stella: " + failureName + ": " + BACKEND + ": ");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void exitsWithThreeForAnUnreachableLog() {
    server.close();

    CommandResult failed = sync("--all");

    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.err()).startsWith("stella: network: ").contains("\nhint: ");
  }

  @Test
  void exitsWithTheWorstStatusAfterTryingAllLogs() {
    FakeLog other = FakeLog.named("other.example/log").grow(10);
    try (FakeLogServer unreachable = FakeLogServer.start(other);
        FakeLogServer good = FakeLogServer.start(other)) {
      unreachable.close();
      configuration.follow("gone", other, unreachable.url());
      assertThat(sync("--all").status()).as("one good, one gone").isEqualTo(3);

      server.serve(log.fork(100).grow(200));
      configuration.follow("other", FakeLog.named("third.example/log"), good.url());
      CommandResult all = sync("--all");

      assertThat(all.status()).as("a contradiction, one gone, another log's key").isEqualTo(1);
      assertThat(all.err()).contains("split_view: " + BACKEND, "network: gone", "wrong_key: other");
    }
  }

  @Test
  void exitsWithFourForAnIncompleteMirrorUntilFullIsGiven() {
    configuration.sync("maxTilesPerSync", "2");
    log.grow(2_000);

    CommandResult incomplete = sync("--all");
    assertThat(incomplete.status()).isEqualTo(4);
    assertThat(incomplete.out()).contains(" mirrored, continue with --full");

    CommandResult complete = sync("--backend", BACKEND, "--full");
    assertThat(complete.status()).as(complete.err()).isZero();
    assertThat(complete.out()).contains("mirrored 2,300").doesNotContain("--full");
  }

  @Test
  void fetchesDisabledTilesOnlyWithFullTiles() {
    configuration.sync("enableTileSync", "false");

    for (String[] without : new String[][] {{}, {"--full"}}) {
      CommandResult checkpoints = sync(Stream.concat(Stream.of("--all"), Stream.of(without)));
      assertThat(checkpoints.status()).as(checkpoints.err()).isZero();
      assertThat(checkpoints.out()).contains("checkpoints only");
    }

    CommandResult tiles = sync("--all", "--full-tiles");
    assertThat(tiles.status()).as(tiles.err()).isZero();
    assertThat(tiles.out()).contains("mirrored 300");
  }

  private CommandResult sync(String... arguments) {
    return sync(Stream.of(arguments));
  }

  private CommandResult sync(Stream<String> arguments) {
    return CommandResult.runWithConfig(
        configuration.file(), Stream.concat(Stream.of("sync"), arguments).toArray(String[]::new));
  }

  /** A text that the log has signed, under another text. */
  private static byte[] signedWithAnotherOrigin(FakeLog log) {
    String one = new String(log.checkpoint(299), StandardCharsets.UTF_8);
    String other = new String(log.checkpoint(300), StandardCharsets.UTF_8);
    String signature = one.substring(one.indexOf("\n\n"));
    return (other.substring(0, other.indexOf("\n\n")) + signature).getBytes(StandardCharsets.UTF_8);
  }

  private static Arguments invalidCheckpoint(
      String failureName, UnaryOperator<FakeLog> manipulation) {
    return Arguments.of(failureName, manipulation);
  }
}
