package org.stellaops.attestor.config.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.InvalidSettingsException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsFixture;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.failure.AttestorException;

/** Commands edit the file of the operator and change nothing else in it. */
class ConfigurationFileTest {
  private static final List<String> TWO =
      List.of(
          "id: two",
          "origin: two.example.org",
          "baseUrl: https://two.example.org",
          "publicKey: " + SettingsFixture.VKEY);

  @TempDir private Path directory;
  private Path path;
  private ConfigurationFile file;

  @BeforeEach
  void setUp() {
    path = directory.resolve("attestor.yaml");
    file = new ConfigurationFile(path, new SettingsLoader(directory, directory));
  }

  @Test
  void addAndRemoveRestoresShippedFileExactly() throws IOException {
    String shipped = Files.readString(Path.of("config/attestor.yaml"));
    Files.writeString(path, shipped);

    Settings settings = file.add(two(), any -> {});

    assertThat(settings.backends())
        .extracting(BackendSettings::id)
        .containsExactly("sigstore-rekor-v2", "two");
    String edited = Files.readString(path);
    assertThat(edited.lines()).containsSubsequence(shipped.lines().toList());
    assertThat(edited).contains("        # critical: true\n      - id: two\n        origin: two");

    assertThat(file.remove("two").backends()).hasSize(1);
    assertThat(path).hasContent(shipped);
  }

  @Test
  void removesOnlyCommentsOfRemovedBackend() throws IOException {
    write(
        """
        attestor:
          rekorSync:
            backends:
              # the first
              - id: one # of many
                origin: one.example.org
                baseUrl: https://one.example.org
                publicKey: VKEY
                # enabled: true

              # the second,
              # of two lines
              -
                id: two
                origin: two.example.org
                baseUrl: https://two.example.org
                publicKey: |
                  VKEY

                # enabled: true
              # about no backend

          # about monitoring
          monitoring:
            port: 9465
        """);
    String before = Files.readString(path);
    int second = before.indexOf("      # the second");

    file.remove("two");

    String rest = before.substring(before.indexOf("      # about no backend"));
    assertThat(path).hasContent(before.substring(0, second) + rest);
  }

  @Test
  void addsBackendAfterLastWasRemoved() throws IOException {
    write(SettingsFixture.ONE_BACKEND);

    assertThat(file.remove("one").backends()).isEmpty();
    assertThat(file.add(two(), any -> {}).backends()).hasSize(1);
  }

  /** What an operator may begin with. */
  static Stream<String> beginnings() {
    return Stream.of(
        "attestor:\n",
        "attestor:",
        "# mine\nattestor: # all of it\n  # dataDir: ./data\n",
        "attestor:\n  dataDir: data\n",
        "attestor:\n  dataDir: data",
        "attestor:\n  rekorSync:\n",
        "attestor:\n"
            + "    rekorSync:\n"
            + "        retries: 3 # not more\n"
            + "    audit:\n"
            + "        enabled: false\n",
        "attestor:\n  rekorSync:\n    backends:\n  audit:\n    enabled: false\n",
        "attestor:\n  rekorSync:\n    backends: []\n    retries: 3\n",
        "attestor:\n  rekorSync:\n    backends: [ ] # none yet\n    retries: 3\n",
        SettingsFixture.ONE_BACKEND.replace("      -", "    -").replace("        ", "      "),
        SettingsFixture.ONE_BACKEND.replace("\n", "\r\n"),
        SettingsFixture.ONE_BACKEND.stripTrailing(),
        SettingsFixture.ONE_BACKEND + "\n\n# the end\n",
        SettingsFixture.ONE_BACKEND.replace("- id", "-   id").replace("        ", "          "));
  }

  @ParameterizedTest
  @MethodSource("beginnings")
  void addChangesNothingElse(String text) throws IOException {
    write(text);
    Settings before = new SettingsLoader(directory, directory).load(path);

    Settings after = file.add(two(), any -> {});

    assertThat(after.backends()).hasSize(before.backends().size() + 1);
    assertThat(after.sync()).isEqualTo(before.sync());
    assertThat(after.audit()).isEqualTo(before.audit());
    assertThat(after.dataDir()).isEqualTo(before.dataDir());
    assertThat(Files.readString(path).lines())
        .containsSubsequence(text.replaceAll(" \\[ ?]", "").lines().toList());
    assertThat(file.remove("two").backends()).isEqualTo(before.backends());
  }

  @Test
  void doesNotEditFlowStyleList() throws IOException {
    write(
        "attestor: {rekorSync: {backends: [{id: one, origin: one.example.org,"
            + " baseUrl: 'https://one.example.org', publicKey: VKEY}]}}\n");
    String before = Files.readString(path);

    assertThatThrownBy(() -> file.add(two(), any -> {})).hasMessageContaining("is in flow style");
    assertThatThrownBy(() -> file.remove("one")).hasMessageContaining("is in flow style");
    assertThat(path).hasContent(before);
  }

  @Test
  void doesNotWriteInvalidConfiguration() throws IOException {
    write(SettingsFixture.ONE_BACKEND);
    String before = Files.readString(path);
    BackendYaml again =
        new BackendYaml()
            .with("id", "one")
            .with("origin", "two.example.org")
            .with("baseUrl", "https://two.example.org")
            .with("publicKey", SettingsFixture.VKEY);

    assertThatThrownBy(() -> file.add(again, any -> {}))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("another backend has this id");
    assertThatThrownBy(() ->
            file.add(
                two(),
                any -> {
                  throw ConfigErrors.invalid("no such key", "");
                }))
        .hasMessage("no such key");
    assertThatThrownBy(() -> file.remove("three")).isInstanceOf(AttestorException.class);

    assertThat(path).hasContent(before);
    assertThat(directory).isDirectoryNotContaining("glob:**.attestor-*");
  }

  @Test
  void quotesValuesSpecialInYaml() throws IOException {
    write("attestor:\n");
    String origin = "log \"of\" ours: #1 \\ - 12";
    BackendYaml yaml =
        new BackendYaml()
            .with("id", "true")
            .with("origin", origin)
            .with("baseUrl", "https://two.example.org")
            .with("keyName", "123")
            .with("publicKey", SettingsFixture.VKEY)
            .with("critical", "false");

    BackendSettings added = file.add(yaml, any -> {}).backend("true");

    assertThat(added.origin()).isEqualTo(origin);
    assertThat(added.keyName()).isEqualTo("123");
    assertThat(added.critical()).isFalse();
  }

  @Test
  void keepsFileModeAndSymbolicLink() throws IOException {
    write(SettingsFixture.ONE_BACKEND);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), path);

    new ConfigurationFile(link, new SettingsLoader(directory, directory)).add(two(), any -> {});

    assertThat(link).isSymbolicLink();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-r-----");
    assertThat(path).content().contains("id: two");
  }

  private static BackendYaml two() {
    BackendYaml yaml = new BackendYaml();
    TWO.forEach(line -> yaml.with(line.split(": ")[0], line.split(": ")[1]));
    return yaml;
  }

  private void write(String yaml) throws IOException {
    Files.writeString(path, yaml.replace("VKEY", SettingsFixture.VKEY));
  }
}
