package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.config.schema.SettingKeys;

/** The tables of the manual are the table of keys. */
class ConfigurationManualTest {
  private static final Path MANUAL = Path.of("docs/configuration.md");

  @Test
  void listsEveryKeyOnceInOrder() throws IOException {
    List<String> rows;
    try (Stream<String> lines = Files.lines(MANUAL)) {
      rows = lines.filter(line -> line.startsWith("| `attestor.")).toList();
    }
    List<String> expected = SettingKeys.all().stream().map(ConfigurationManualTest::row).toList();
    assertThat(String.join("\n", rows))
        .as("rows of " + MANUAL)
        .isEqualTo(String.join("\n", expected));
  }

  private static String row(SettingKey<?> key) {
    return "| "
        + String.join(
            " | ",
            code(key.path()),
            key.type().description(),
            key.unit(),
            defaultText(key.defaultValue()),
            code(key.example()),
            key.description())
        + " |";
  }

  private static String defaultText(Default standard) {
    return standard.isRequired() ? standard.toString() : code(standard.toString());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
