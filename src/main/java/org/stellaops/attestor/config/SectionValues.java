package org.stellaops.attestor.config;

import java.util.Optional;
import org.stellaops.attestor.config.schema.SettingKey;

/**
 * The values of one section, for the checks that involve more than one key. An invalid value is
 * neither present nor empty: it has been reported already.
 *
 * @param section the path of the section, as {@code attestor.verify}
 */
record SectionValues(String section, ParsedValues values, Problems problems) {
  SettingKey<?> key(String name) {
    return SettingKeys.get(section + "." + name);
  }

  Optional<Object> find(String name) {
    return values.find(key(name));
  }

  /** The text of a key; empty if it has none or an invalid one. */
  Optional<String> text(String name) {
    Optional<Object> value = find(name);
    return value.orElse("") instanceof Optional<?> inner
        ? inner.map(Object::toString)
        : value.map(Object::toString);
  }

  boolean isTrue(String name) {
    return find(name).equals(Optional.of(true));
  }

  boolean isPresent(String name) {
    return find(name).filter(value -> !value.equals(Optional.empty())).isPresent();
  }

  boolean isEmpty(String name) {
    return find(name).equals(Optional.of(Optional.empty()));
  }

  /** Whether one of two keys has a value; reports the second if both have. */
  boolean hasOneOf(String first, String second) {
    if (isPresent(first) && isPresent(second)) {
      add(second, first + " is set as well", "keep one of the two");
    }
    return isPresent(first) || isPresent(second);
  }

  void addMissing(String name) {
    SettingKey<?> key = key(name);
    add(name, "missing", "add a line like " + key.name() + ": " + key.example());
  }

  void add(String name, String message, String hint) {
    SettingKey<?> key = key(name);
    problems.add(values.line(key), values.name(key), message, hint);
  }
}
