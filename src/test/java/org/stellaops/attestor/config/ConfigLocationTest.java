package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

class ConfigLocationTest {
  @TempDir Path directory;
  private Path system;

  @BeforeEach
  void setUpSystemFile() {
    system = directory.resolve("etc/attestor.yaml");
  }

  @Test
  void prefersArgument() throws IOException {
    Path argument = write("argument.yaml");
    Path variable = write("variable.yaml");
    write("config/attestor.yaml");
    assertThat(find(variable.toString(), Optional.of(Path.of("argument.yaml"))))
        .isEqualTo(argument);
  }

  @Test
  void prefersVariableOverWorkingDirectory() throws IOException {
    Path variable = write("variable.yaml");
    write("config/attestor.yaml");
    assertThat(find("variable.yaml", Optional.empty())).isEqualTo(variable);
  }

  @Test
  void prefersWorkingDirectoryOverSystemFile() throws IOException {
    Path local = write("config/attestor.yaml");
    write("etc/attestor.yaml");
    assertThat(find("", Optional.empty())).isEqualTo(local);
  }

  @Test
  void fallsBackToSystemFile() throws IOException {
    write("etc/attestor.yaml");
    assertThat(find("", Optional.empty())).isEqualTo(system);
  }

  @Test
  void ignoresDirectory() throws IOException {
    Files.createDirectories(directory.resolve("config/attestor.yaml"));
    write("etc/attestor.yaml");
    assertThat(find("", Optional.empty())).isEqualTo(system);
  }

  @Test
  void missingNamedFileIsAnError() throws IOException {
    write("config/attestor.yaml");
    assertThatThrownBy(() -> find("", Optional.of(Path.of("nowhere.yaml"))))
        .hasMessageContaining("--config names " + directory.resolve("nowhere.yaml"));
    assertThatThrownBy(() -> find("nowhere.yaml", Optional.empty()))
        .hasMessageContaining("STELLA_ATTESTOR_CONFIG names " + directory.resolve("nowhere.yaml"));
  }

  @Test
  void errorListsEveryLocation() {
    assertThatThrownBy(() -> find("", Optional.empty()))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.CONFIGURATION);
              assertThat(e.hint()).contains("--config FILE");
            })
        .hasMessageContainingAll(
            "--config",
            "STELLA_ATTESTOR_CONFIG",
            directory.resolve("config/attestor.yaml").toString(),
            system.toString());
  }

  @Test
  void systemFileIsUnderEtc() {
    assumeThat(Path.of("/etc/stella/attestor.yaml")).doesNotExist();
    ConfigLocation location = new ConfigLocation(Map.of(), directory);
    assertThatThrownBy(() -> location.find(Optional.empty()))
        .hasMessageContaining("/etc/stella/attestor.yaml");
  }

  private Path find(String variable, Optional<Path> argument) {
    return new ConfigLocation(Map.of("STELLA_ATTESTOR_CONFIG", variable), directory, system)
        .find(argument);
  }

  private Path write(String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "attestor:\n");
  }
}
