package org.stellaops.attestor.config;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.stellaops.attestor.config.schema.SettingKey;

/**
 * The text of {@code config/attestor.yaml}: every key with its description and its default, and one
 * backend, whose values are the examples of its keys.
 */
final class ShippedFile {
  private static final int WIDTH = 100;
  private static final String HEADER =
      """
      # The configuration of Stella Attestor. docs/configuration.md describes every key.
      # Lines of the form "# key: value" show the defaults: remove "# " to change one.
      # Durations are written like 500ms, 30s, 5m, 1h30m, 720h. Unknown keys are rejected.

      """;

  /** The keys of a backend that have their example as a value. */
  private static final Set<String> SET =
      Set.of("id", "origin", "baseUrl", "readUrl", "type", "publicKey");

  /** The defaults that follow from other values of this file. */
  private static final Map<String, String> DERIVED =
      Map.of(
          "dataDir", "./data",
          "basePath", "./data/tiles",
          "keyName", "log2025-1.rekor.sigstore.dev");

  private final StringBuilder text = new StringBuilder(HEADER);
  private final Set<String> sections = new HashSet<>();

  static String text() {
    ShippedFile file = new ShippedFile();
    SettingKeys.all().forEach(file::add);
    return file.text.toString();
  }

  private void add(SettingKey<?> key) {
    boolean isFirst = addSection(key.section());
    boolean isItem = key.section().endsWith("[]");
    String indent = "  ".repeat(key.section().split("\\.").length + (isItem ? 1 : 0));
    String commentIndent = isFirst && isItem ? indent.substring(2) : indent;
    if (!isFirst) {
      text.append('\n');
    }
    addComment(commentIndent, key.description());
    key.details().forEach(line -> text.append(commentIndent + "# " + line + "\n"));
    boolean isSet = isItem && SET.contains(key.name());
    text.append(isFirst && isItem ? commentIndent + "- " : indent)
        .append(isSet ? "" : "# ")
        .append(key.name() + ": " + (isSet ? key.example() : defaultText(key)) + "\n");
  }

  /** Begins the section of a key, unless it has begun; returns whether it is new. */
  private boolean addSection(String path) {
    if (!sections.add(path)) {
      return false;
    }
    String[] parts = path.split("\\.");
    String indent = "  ".repeat(parts.length - 1);
    if (parts.length > 1) {
      text.append('\n');
    }
    if (path.endsWith("[]")) {
      text.append(indent + "# The logs. Each needs id, origin, baseUrl and a public key.\n");
    }
    text.append(indent + parts[parts.length - 1].replace("[]", "") + ":\n");
    return true;
  }

  private void addComment(String indent, String description) {
    String line = indent + "#";
    for (String word : Arrays.asList(description.split(" "))) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line + "\n");
        line = indent + "#";
      }
      line += " " + word;
    }
    text.append(line + "\n");
  }

  private static String defaultText(SettingKey<?> key) {
    return DERIVED.getOrDefault(key.name(), key.defaultValue().toString());
  }
}
