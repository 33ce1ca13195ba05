package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the project that is generated, as a whole or in parts, from the declared keys. */
final class GeneratedFile {
  private GeneratedFile() {}

  /** Fails if the file is stale; with {@code -Dattestor.regenerate=true} it is written instead. */
  static void assertCurrent(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("attestor.regenerate")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file))
        .as(
            file
                + " is generated from the settings records; update it with"
                + " ./mvnw test -Dtest='ConfigurationManualTest,ShippedConfigurationTest'"
                + " -Dattestor.regenerate=true")
        .isEqualTo(expected);
  }
}
