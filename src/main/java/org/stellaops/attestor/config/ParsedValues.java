package org.stellaops.attestor.config;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.config.schema.Default;
import org.stellaops.attestor.config.schema.SettingKey;

/**
 * The values of a file outside its backends, or those of one backend.
 *
 * @param path the path of the backend, as {@code attestor.rekorSync.backends[0]}; empty outside
 * @param line the line where it begins, from 1
 * @param values the value of each key that the file has
 */
record ParsedValues(String path, int line, Map<SettingKey<?>, ParsedValue> values) {
  /**
   * A value of the file.
   *
   * @param value the value, or empty if it is invalid
   */
  record ParsedValue(int line, Optional<Object> value) {}

  ParsedValues {
    values = Map.copyOf(values);
  }

  /** Whether the file has the key, with a valid or an invalid value. */
  boolean has(SettingKey<?> key) {
    return values.containsKey(key);
  }

  /** The line of a key, or where the backend begins if the file does not have the key. */
  int line(SettingKey<?> key) {
    ParsedValue value = values.get(key);
    return value == null ? line : value.line();
  }

  /** The full key, for messages. */
  String name(SettingKey<?> key) {
    return path.isEmpty() ? key.path() : path + "." + key.name();
  }

  /** The value in the file, otherwise the key's own default; empty if there is neither. */
  Optional<Object> find(SettingKey<?> key) {
    ParsedValue value = values.get(key);
    if (value != null) {
      return value.value();
    }
    Default defaultValue = key.defaultValue();
    return defaultValue.kind() == Default.Kind.VALUE
        ? Optional.of(key.type().parse(defaultValue.text()))
        : Optional.empty();
  }

  /** The value of a key that is required or has a default, in a file without problems. */
  Object get(SettingKey<?> key) {
    return find(key).orElseThrow();
  }
}
