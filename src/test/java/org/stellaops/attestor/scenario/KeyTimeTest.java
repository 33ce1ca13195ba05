package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;

/** A key that is retired, added, looked at and followed by commands, as an operator types them. */
class KeyTimeTest {
  private static final String WITNESS =
      "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";
  private static final String OVER = "2001-01-01T00:00:00Z";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("retired.example/log").grow(300);
  private FakeLogServer server;
  private Path config;

  @BeforeEach
  void begin() throws IOException {
    server = FakeLogServer.start(log);
    config =
        Files.writeString(
            directory.resolve("attestor.yaml"),
            """
            attestor:
              dataDir: "%s"
              checkpointStore:
                connectionString: "%s"
                autoInitializeSchema: true
              rekorSync:
                backends: []
            """
                .formatted(directory, TestConfiguration.ownDatabase()));
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void lookingSaysOfARetiredKeyWhatASyncSays() throws IOException {
    Answered added = add("--key-valid-from", "2000-01-01T00:00:00Z", "--key-valid-until", OVER);
    assertThat(added.status()).as(added.err()).isZero();

    Answered look = run("backend", "verify-key", "retired");
    Answered sync = run("sync", "--backend", "retired");

    String why = "is valid from 2000-01-01T00:00:00Z until " + OVER + ", and signs something new";
    assertThat(look.err()).contains("wrong_key").contains(why);
    assertThat(sync.err()).contains("wrong_key").contains(why);
    assertThat(look.status()).isEqualTo(1).isEqualTo(sync.status());
    assertThat(look.out()).contains("our key, verified").containsPattern("Result: +wrong_key");
  }

  @Test
  void headThatIsKnownMayComeAfterTheKeyIsRetired() throws IOException {
    assertThat(add().status()).isZero();
    assertThat(run("sync", "--backend", "retired").status()).isZero();
    Files.writeString(config, Files.readString(config) + "        keyValidUntil: " + OVER + "\n");

    Answered same = run("backend", "verify-key", "retired");
    assertThat(same.status()).as(Files.readString(config) + same.err()).isZero();

    log.grow(10);
    assertThat(run("backend", "verify-key", "retired").err()).contains("wrong_key");
  }

  @Test
  void whatIsNoTimeAndNoWitnessIsRefusedAndNotWritten() throws IOException {
    String before = Files.readString(config);

    for (String[] wrong :
        new String[][] {
          {"--key-valid-from", "yesterday"},
          {"--key-valid-until", "2001"},
          {"--witness-key", "nobody"},
          {"--key-valid-from", OVER, "--key-valid-until", "2000-01-01T00:00:00Z"}
        }) {
      assertThat(add(wrong).status()).as(String.join(" ", wrong)).isEqualTo(2);
    }

    assertThat(config).hasContent(before);
  }

  @Test
  void witnessesAreWrittenAsOneKey() throws IOException {
    Answered added = add("--witness-key", WITNESS);

    assertThat(added.status()).as(added.err()).isZero();
    assertThat(Files.readString(config))
        .containsPattern("witnessKeys: \"?" + WITNESS.replace("+", "\\+"));
    assertThat(run("config", "validate").status()).isZero();
  }

  private Answered add(String... options) {
    List<String> words = new ArrayList<>(List.of("backend", "add", "retired"));
    words.addAll(List.of("--origin", log.identity().origin().name()));
    words.addAll(List.of("--url", server.url().toString()));
    words.addAll(List.of("--public-key", log.identity().key().toString()));
    words.addAll(List.of(options));
    return run(words.toArray(String[]::new));
  }

  private Answered run(String... words) {
    return Answered.with(config, words);
  }
}
