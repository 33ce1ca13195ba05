package org.stellaops.attestor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.SettingKey;

/** The tables of the manual are generated from the settings records. */
class ConfigurationManualTest {
  private static final Path MANUAL = Path.of("docs/configuration.md");

  /** A mark with the path of a section, and the table below it, up to the next blank line. */
  private static final Pattern TABLE = Pattern.compile("(<!-- keys of (\\S+) -->\n)(?:\\|.*\n)*");

  @Test
  void tablesAreCurrent() throws IOException {
    Map<String, List<SettingKey<?>>> sections =
        SettingKeys.all().stream()
            .collect(
                Collectors.groupingBy(
                    SettingKey::section, LinkedHashMap::new, Collectors.toList()));
    List<String> found = new ArrayList<>();
    Matcher tables = TABLE.matcher(Files.readString(MANUAL));
    StringBuilder expected = new StringBuilder();
    while (tables.find()) {
      found.add(tables.group(2));
      String table = table(sections.getOrDefault(tables.group(2), List.of()));
      tables.appendReplacement(expected, Matcher.quoteReplacement(tables.group(1) + table));
    }
    tables.appendTail(expected);

    assertThat(found)
        .as("marks like <!-- keys of attestor.audit --> in " + MANUAL)
        .containsExactlyElementsOf(sections.keySet());
    GeneratedFile.assertCurrent(MANUAL, expected.toString());
  }

  private static String table(List<SettingKey<?>> keys) {
    return keys.stream()
        .map(ConfigurationManualTest::row)
        .collect(
            Collectors.joining(
                "",
                "| key | type | unit | default | example | description |\n"
                    + "|---|---|---|---|---|---|\n",
                ""));
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
        + " |\n";
  }

  private static String defaultText(Default standard) {
    return standard.isRequired() ? standard.toString() : code(standard.toString());
  }

  private static String code(String text) {
    return "`" + text + "`";
  }
}
