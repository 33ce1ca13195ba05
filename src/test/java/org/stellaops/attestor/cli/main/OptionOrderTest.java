package org.stellaops.attestor.cli.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Global options, --config and -o have the same effect before and after the name of a command. */
class OptionOrderTest {
  private static final String CONFIGURATION =
      """
      attestor:
        dataDir: "%s"
        rekorSync:
          backends:
            - id: only-here
              origin: example.com/foo
              baseUrl: https://example.com/
              publicKey: example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
      """;

  @TempDir private Path directory;
  private Path config;

  private record Result(int status, String out, String err) {}

  @BeforeEach
  void writeConfiguration() throws IOException {
    config = directory.resolve("attestor.yaml");
    Files.writeString(config, CONFIGURATION.formatted(directory));
  }

  @ParameterizedTest
  @CsvSource({
    "attestor backend list --config F, attestor --config F backend list",
    "attestor backend list --config F, --config F attestor backend list",
    "attestor backend list --config F, --config=F attestor backend list",
    "attestor backend list --config F, attestor backend --config F list",
    "attestor backend list --config F, --config /none attestor --config F backend list",
    "attestor backend list --config F, attestor --config /none backend list --config F",
    "attestor backend list --config F -o json, -o json attestor --config F backend list",
    "attestor backend list --config F -o json, attestor -ojson backend -o json list --config F",
    "attestor backend list --config F -o json, attestor -o table backend list -o json --config F",
    "attestor backend list --config F --quiet, --quiet attestor --config F backend list",
    "attestor backend list --config F -q, attestor -q backend --config F list",
    "attestor backend list --config F --no-color, attestor --no-color --config F backend list",
  })
  void orderDoesNotMatter(String after, String before) {
    Result expected = run(after);
    Result result = run(before);

    assertThat(result).isEqualTo(expected);
    assertThat(result.status()).as(result.err()).isZero();
    if (!after.contains("-q")) {
      assertThat(result.out()).contains("only-here");
    }
  }

  @Test
  void syncStatusReadsTheFileNamedBeforeIt() throws IOException {
    Files.writeString(
        config,
        "  checkpointStore:\n    connectionString: Host=127.0.0.1;Port=1;Database=a;Username=a\n",
        StandardOpenOption.APPEND);

    Result expected = run("attestor sync-status --config F");
    assertThat(expected.err()).startsWith("stella: store: ").contains("127.0.0.1:1");
    assertThat(run("attestor --config F sync-status")).isEqualTo(expected);
    assertThat(run("--config F attestor sync-status")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "attestor -o json backend remove only-here --config F, -o",
    "-o json attestor backend remove only-here --config F, -o",
    "attestor --config F bundles inspect x, --config",
  })
  void commandWithoutTheOptionRejectsItInEitherPlace(String line, String option) {
    Result result = run(line);

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains(" has no option '" + option + "'", "hint: see 'stella ");
  }

  @Test
  void debugBeforeCommandPrintsStackTrace() {
    assertThat(run("--debug attestor backend list --config /none").err())
        .contains("\tat org.stellaops.attestor");
  }

  @ParameterizedTest
  @CsvSource({
    "attestor --config F sync-status, sync-status",
    "--config F attestor -o json sync-status, sync-status",
    "-q attestor --debug tiles stats, tiles",
  })
  void optionsBeforeTheCommandDoNotLoadAllCommands(String line, String command) {
    CommandLine stella = Stella.commandLine(line.split(" "));

    assertThat(stella.getSubcommands().get("attestor").getSubcommands()).containsOnlyKeys(command);
  }

  private Result run(String text) {
    String[] line = text.replace("F", config.toString()).split(" ");
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Stella.commandLine(line)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(line);
    return new Result(status, out.toString(), err.toString());
  }
}
