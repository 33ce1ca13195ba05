package org.stellaops.attestor.config;

import java.util.regex.Pattern;
import org.stellaops.attestor.failure.Suggestion;

/**
 * The position of a key or section in a file.
 *
 * @param path the path in messages: {@code attestor.rekorSync.backends[0].id}
 * @param pattern the path in the table of keys: {@code attestor.rekorSync.backends[].id}
 */
record KeyPath(String path, String pattern) {
  static final KeyPath ROOT = new KeyPath("", "");
  private static final Pattern NAME = Pattern.compile("[\\w.<\\[\\]-]{1,60}");

  /** A key of this section. A name that cannot be a key may be a secret and is not repeated. */
  KeyPath child(String name) {
    String displayName = NAME.matcher(name).matches() ? name : "…";
    return new KeyPath(SettingKeys.join(path, displayName), SettingKeys.join(pattern, name));
  }

  /** An item of this list, from 0. */
  KeyPath item(int index) {
    return new KeyPath(path + "[" + index + "]", pattern + "[]");
  }

  /** Whether this section has a key, section or list with this name. */
  boolean hasChild(String name) {
    return SettingKeys.childNames(pattern).contains(name);
  }

  /** The hint for a name that this section does not have. */
  String hintFor(String name) {
    if (name.contains(".")) {
      return "write each part of a key on a line of its own, indented";
    }
    Suggestion suggestion = new Suggestion(name);
    // the same name in another section is more likely meant than a similar one in this section
    return SettingKeys.childNames(pattern).stream()
        .filter(suggestion::matches)
        .findFirst()
        .or(() ->
            SettingKeys.paths().filter(path -> suggestion.matches(lastPart(path))).findFirst())
        .or(() -> suggestion.closest(SettingKeys.childNames(pattern)))
        .map(match -> "did you mean " + match + "?")
        .orElseGet(() -> "known here: " + String.join(", ", SettingKeys.childNames(pattern)));
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
