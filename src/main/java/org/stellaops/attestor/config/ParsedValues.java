package org.stellaops.attestor.config;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.SettingKey;

/**
 * What the file says for the keys of the program, or for those of one backend.
 *
 * @param path the path of the backend, as {@code attestor.rekorSync.backends[0]}; empty for the
 *     program
 * @param line where it begins, from 1
 * @param values what was found for each key that the file has
 */
record ParsedValues(String path, int line, Map<SettingKey<?>, ParsedValue> values) {
  /**
   * One value of the file.
   *
   * @param text the text, or empty if it was refused
   */
  record ParsedValue(int line, Optional<String> text) {}

  ParsedValues {
    values = Map.copyOf(values);
  }

  /** Whether the file has the key, with a right value or a wrong one. */
  boolean has(SettingKey<?> key) {
    return values.containsKey(key);
  }

  /** The line of a key, or where the backend begins if the file does not have the key. */
  int line(SettingKey<?> key) {
    return Optional.ofNullable(values.get(key)).map(value -> value.line()).orElse(line);
  }

  /** The full key, for messages. */
  String name(SettingKey<?> key) {
    return path.isEmpty() ? key.path() : path + "." + key.name();
  }

  /** The value in the file, else the key's own default; empty if there is neither. */
  <T> Optional<T> find(SettingKey<T> key) {
    Optional<String> text =
        Optional.ofNullable(values.get(key))
            .map(value -> value.text())
            .orElseGet(() -> defaultText(key));
    return text.map(key.type()::parse);
  }

  private static Optional<String> defaultText(SettingKey<?> key) {
    return Optional.of(key.defaultValue())
        .filter(defaultValue -> defaultValue.kind() == Default.Kind.VALUE)
        .map(Default::text);
  }

  /** The value of a key that is required or has a default, in a file without problems. */
  <T> T get(SettingKey<T> key) {
    return find(key).orElseThrow();
  }
}
