package org.stellaops.attestor.scenario.operation;

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
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;

/** A key that is retired, added, looked at and followed by commands, as an operator types them. */
class ExpiredKeyTest {
  private static final String WITNESS =
      "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O";
  private static final String PAST_TIME = "2001-01-01T00:00:00Z";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("retired.example/log").grow(300);
  private FakeLogServer server;
  private Path config;

  @BeforeEach
  void setUp() throws IOException {
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
                .formatted(directory, TestConfiguration.newDatabase()));
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void verifyKeyAndSyncReportTheSameForARetiredKey() throws IOException {
    CommandResult added =
        add("--key-valid-from", "2000-01-01T00:00:00Z", "--key-valid-until", PAST_TIME);
    assertThat(added.status()).as(added.err()).isZero();

    CommandResult check = run("backend", "verify-key", "retired");
    CommandResult sync = run("sync", "--backend", "retired");

    String reason =
        "is valid from 2000-01-01T00:00:00Z until " + PAST_TIME + ", but signed a new checkpoint";
    assertThat(check.err()).contains("wrong_key").contains(reason);
    assertThat(sync.err()).contains("wrong_key").contains(reason);
    assertThat(check.status()).isEqualTo(1).isEqualTo(sync.status());
    assertThat(check.out()).contains("our key, verified").containsPattern("Result: +wrong_key");
  }

  @Test
  void acceptsAKnownHeadAfterTheKeyWasRetired() throws IOException {
    assertThat(add().status()).isZero();
    assertThat(run("sync", "--backend", "retired").status()).isZero();
    Files.writeString(
        config, Files.readString(config) + "        keyValidUntil: " + PAST_TIME + "\n");

    CommandResult recheck = run("backend", "verify-key", "retired");
    assertThat(recheck.status()).as(Files.readString(config) + recheck.err()).isZero();

    log.grow(10);
    assertThat(run("backend", "verify-key", "retired").err()).contains("wrong_key");
  }

  @Test
  void rejectsInvalidTimesAndWitnessKeysWithoutWritingThem() throws IOException {
    String before = Files.readString(config);

    for (String[] invalidOptions :
        new String[][] {
          {"--key-valid-from", "yesterday"},
          {"--key-valid-until", "2001"},
          {"--witness-key", "nobody"},
          {"--key-valid-from", PAST_TIME, "--key-valid-until", "2000-01-01T00:00:00Z"}
        }) {
      assertThat(add(invalidOptions).status()).as(String.join(" ", invalidOptions)).isEqualTo(2);
    }

    assertThat(config).hasContent(before);
  }

  @Test
  void writesWitnessKeysToOneConfigurationKey() throws IOException {
    CommandResult added = add("--witness-key", WITNESS);

    assertThat(added.status()).as(added.err()).isZero();
    assertThat(Files.readString(config))
        .containsPattern("witnessKeys: \"?" + WITNESS.replace("+", "\\+"));
    assertThat(run("config", "validate").status()).isZero();
  }

  private CommandResult add(String... options) {
    List<String> arguments = new ArrayList<>(List.of("backend", "add", "retired"));
    arguments.addAll(List.of("--origin", log.identity().origin().name()));
    arguments.addAll(List.of("--url", server.url().toString()));
    arguments.addAll(List.of("--public-key", log.identity().key().toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private CommandResult run(String... arguments) {
    return CommandResult.runWithConfig(config, arguments);
  }
}
