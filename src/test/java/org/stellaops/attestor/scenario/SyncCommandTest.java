package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;

/** What {@code sync} tells its caller by its exit status, and how much it brings. */
class SyncCommandTest {
  private static final String ORIGIN = "command.example/log";
  private static final String BACKEND = TestConfiguration.BACKEND;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(300);
  private FakeLogServer server;
  private TestConfiguration configuration;

  @BeforeEach
  void follow() {
    server = FakeLogServer.start(log);
    configuration = new TestConfiguration(directory).follow(BACKEND, log, server.url());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Arguments> lies() {
    return Stream.of(
        lie("bad_signature", log -> log.serveCheckpoint(signedForAnother(log))),
        lie("invalid_note", log -> log.serveCheckpoint(new byte[] {'?', '\n'})),
        lie("untrusted_key", log -> FakeLog.named("stranger.example/log").grow(400)),
        lie("split_view", log -> log.fork(100).grow(200)),
        lie("inconsistent", log -> log.fork(100).grow(300)),
        lie("bad_tile", log -> log.grow(300).tamper(EntryBundle.full(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void refusalEndsWithOneAndItsWord(String word, UnaryOperator<FakeLog> lie) {
    assertThat(sync("--all").status()).isZero();
    server.serve(lie.apply(log));

    Answered refused = sync("--all");

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).startsWith("stella: " + word + ": " + BACKEND + ": ");
    assertThat(refused.out()).isEmpty();
  }

  @Test
  void logThatIsGoneEndsWithThree() {
    server.close();

    Answered failed = sync("--all");

    assertThat(failed.status()).isEqualTo(3);
    assertThat(failed.err()).startsWith("stella: network: ").contains("\nhint: ");
  }

  @Test
  void worstOfSeveralLogsDecidesAndAllAreTried() {
    FakeLog other = FakeLog.named("other.example/log").grow(10);
    try (FakeLogServer gone = FakeLogServer.start(other);
        FakeLogServer good = FakeLogServer.start(other)) {
      gone.close();
      configuration.follow("gone", other, gone.url());
      assertThat(sync("--all").status()).as("one good, one gone").isEqualTo(3);

      server.serve(log.fork(100).grow(200));
      configuration.follow("other", FakeLog.named("third.example/log"), good.url());
      Answered all = sync("--all");

      assertThat(all.status()).as("a contradiction, one gone, another log's key").isEqualTo(1);
      assertThat(all.err()).contains("split_view: " + BACKEND, "network: gone", "wrong_key: other");
    }
  }

  @Test
  void oneShareOfALargeLogEndsWithFourAndTheRestComesWithFull() {
    configuration.sync("maxTilesPerSync", "2");
    log.grow(2_000);

    Answered share = sync("--all");
    assertThat(share.status()).isEqualTo(4);
    assertThat(share.out()).contains(" mirrored, go on with --full");

    Answered rest = sync("--backend", BACKEND, "--full");
    assertThat(rest.status()).as(rest.err()).isZero();
    assertThat(rest.out()).contains("mirrored 2,300").doesNotContain("--full");
  }

  @Test
  void tilesThatTheConfigurationLeavesOutComeWithFullTilesOnly() {
    configuration.sync("enableTileSync", "false");

    for (String[] without : new String[][] {{}, {"--full"}}) {
      Answered checkpoints = sync(Stream.concat(Stream.of("--all"), Stream.of(without)));
      assertThat(checkpoints.status()).as(checkpoints.err()).isZero();
      assertThat(checkpoints.out()).contains("checkpoints only");
    }

    Answered tiles = sync("--all", "--full-tiles");
    assertThat(tiles.status()).as(tiles.err()).isZero();
    assertThat(tiles.out()).contains("mirrored 300");
  }

  private Answered sync(String... words) {
    return sync(Stream.of(words));
  }

  private Answered sync(Stream<String> words) {
    return Answered.with(
        configuration.file(), Stream.concat(Stream.of("sync"), words).toArray(String[]::new));
  }

  /** A text that the log has signed, under another text. */
  private static byte[] signedForAnother(FakeLog log) {
    String one = new String(log.checkpoint(299), StandardCharsets.UTF_8);
    String other = new String(log.checkpoint(300), StandardCharsets.UTF_8);
    String signature = one.substring(one.indexOf("\n\n"));
    return (other.substring(0, other.indexOf("\n\n")) + signature).getBytes(StandardCharsets.UTF_8);
  }

  private static Arguments lie(String word, UnaryOperator<FakeLog> lie) {
    return Arguments.of(word, lie);
  }
}
