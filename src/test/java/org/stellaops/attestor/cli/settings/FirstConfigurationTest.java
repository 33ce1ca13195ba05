package org.stellaops.attestor.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.cli.main.Stella;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsFixture;
import org.stellaops.attestor.config.SettingsLoader;

/** From no configuration file to a valid one with a log. */
class FirstConfigurationTest {
  @TempDir private Path directory;
  private final StringWriter output = new StringWriter();

  @Test
  void initWritesAValidFileInAnyDirectory() throws IOException {
    Path file = directory.resolve("new/site.yaml");

    assertThat(run(file, "config", "init")).as(output.toString()).isZero();

    assertThat(output.toString()).contains("created: " + file, "next: stella attestor backend add");
    Settings settings = load(file);
    assertThat(settings.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
    assertThat(settings.sync().enabled()).isTrue();
    assertThat(settings.backends()).isEmpty();
    assertThat(run(file, "config", "validate")).isZero();
    assertThat(run(file, add("one"))).as(output.toString()).isZero();
    assertThat(output.toString()).endsWith("next: stella attestor backend verify-key one\n");
    assertThat(load(file).backend("one").origin()).isEqualTo("one.example.org");
  }

  @Test
  void isolatedSidePollsNothingAndIsToldToImport() {
    Path file = directory.resolve("site.yaml");

    assertThat(run(file, "config", "init", "--isolated")).as(output.toString()).isZero();
    assertThat(load(file).sync().enabled()).isFalse();
    assertThat(run(file, add("one"))).isZero();
    assertThat(output.toString())
        .contains("--url http://127.0.0.1:1/")
        .endsWith("next: stella attestor import BUNDLE\n");
  }

  /** These would be noticed at the start of the daemon only. */
  @Test
  void validateReadsCertificatesAndCredentials() throws IOException {
    Path file = directory.resolve("site.yaml");
    Path pem = directory.resolve("ca.pem");
    for (String key : new String[] {"caFile", "proxyCredentialsFile"}) {
      Files.writeString(file, "attestor:\n  rekorSync:\n    %s: %s\n".formatted(key, pem));
      assertThat(run(file, "config", "validate")).as(output.toString()).isEqualTo(2);
      assertThat(output.toString()).contains("attestor.rekorSync." + key, pem.toString());
    }
    Files.writeString(pem, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Files.writeString(file, "attestor:\n  rekorSync:\n    caFile: %s\n".formatted(pem));

    assertThat(run(file, "config", "validate")).as(output.toString()).isEqualTo(2);
    assertThat(run(file, "config", "validate", "-o", "json")).isEqualTo(2);
    assertThat(output.toString())
        .contains(pem + " is not valid PEM")
        .containsPattern("\"good\" ?: ?false");
  }

  @Test
  void initDoesNotChangeAnExistingFile() throws IOException {
    Path file = Files.writeString(directory.resolve("site.yaml"), "# of this site\nattestor:\n");

    assertThat(run(file, "config", "init")).isEqualTo(2);

    assertThat(file).hasContent("# of this site\nattestor:\n");
    assertThat(output.toString()).contains("exists already");
  }

  @Test
  void initReplacesAFileWithoutAnyByte() throws IOException {
    Path file = Files.createFile(directory.resolve("site.yaml"));

    assertThat(run(file, "config", "validate")).isEqualTo(2);
    assertThat(output.toString())
        .contains(file + ":1: the file contains no key", "stella attestor config init");
    assertThat(run(file, "config", "init")).isZero();
    assertThat(load(file).backends()).isEmpty();
  }

  @Test
  void addCreatesAMissingFile() {
    Path file = directory.resolve("site.yaml");

    assertThat(run(file, add("one"))).as(output.toString()).isZero();

    assertThat(output.toString()).startsWith("created: " + file + "\nadded: one to " + file);
    assertThat(load(file).backends()).hasSize(1);
  }

  @Test
  void addLeavesNoFileBehindIfTheKeyIsMissing() {
    Path file = directory.resolve("site.yaml");
    String[] words = add("one");
    words[words.length - 1] = directory.resolve("no.pub").toString();

    assertThat(run(file, words)).isEqualTo(2);

    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync --all", "run", "sync-status", "config validate", "bundles list"})
  void everyOtherCommandNamesInitIfTheFileIsMissing(String command) {
    Path file = directory.resolve("site.yaml");

    assertThat(run(file, command.split(" "))).isEqualTo(2);

    assertThat(output.toString())
        .contains("--config names " + file + ", which does not exist")
        .contains("create the file with: stella attestor config init");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$HOME/data", "${HOME}/data", "/srv/$(hostname)/data"})
  void pathWithAVariableIsRejectedByName(String path) throws IOException {
    Path file = directory.resolve("site.yaml");
    Files.writeString(file, "attestor:\n  dataDir: \"" + path + "\"\n");

    assertThat(run(file, "config", "validate")).isEqualTo(2);

    assertThat(output.toString())
        .contains("dataDir: invalid path \"" + path + "\"")
        .contains("environment variables are not expanded");
  }

  /** Some editors write one. */
  @Test
  void byteOrderMarkBeforeTheConfigurationIsIgnored() throws IOException {
    Path file = directory.resolve("site.yaml");
    Files.writeString(file, "\uFEFFattestor:\n  dataDir: /srv/attestor\n");

    assertThat(load(file).dataDir()).isEqualTo(Path.of("/srv/attestor"));
    assertThat(run(file, add("one"))).as(output.toString()).isZero();
    assertThat(load(file).dataDir()).isEqualTo(Path.of("/srv/attestor"));
  }

  private static String[] add(String id) {
    return new String[] {
      "backend",
      "add",
      id,
      "--origin",
      id + ".example.org",
      "--url",
      "http://127.0.0.1:1/",
      "--key-name",
      "log2025-1.rekor.sigstore.dev",
      "--public-key",
      SettingsFixture.VKEY
    };
  }

  private Settings load(Path file) {
    return new SettingsLoader(directory, directory).load(file);
  }

  private int run(Path file, String... words) {
    List<String> line = new ArrayList<>(List.of("attestor"));
    line.addAll(List.of(words));
    line.addAll(List.of("--config", file.toString()));
    PrintWriter out = new PrintWriter(output, true);
    return Stella.commandLine().setOut(out).setErr(out).execute(line.toArray(String[]::new));
  }
}
