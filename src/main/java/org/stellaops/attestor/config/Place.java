package org.stellaops.attestor.config;

import java.util.regex.Pattern;

/**
 * Where the reader is in a file.
 *
 * @param path for people: {@code attestor.rekorSync.backends[0].id}
 * @param pattern the same as the table has it: {@code attestor.rekorSync.backends[].id}
 */
record Place(String path, String pattern) {
  static final Place ROOT = new Place("", "");
  private static final Pattern NAME = Pattern.compile("[\\w.<\\[\\]-]{1,60}");

  /** A key of this section. A name that looks like no key may be a secret and is not repeated. */
  Place child(String name) {
    String shown = NAME.matcher(name).matches() ? name : "…";
    return new Place(SettingKeys.join(path, shown), SettingKeys.join(pattern, name));
  }

  /** An item of this list, from 0. */
  Place item(int index) {
    return new Place(path + "[" + index + "]", pattern + "[]");
  }

  /** Whether this section has a key, section or list of this name. */
  boolean knows(String name) {
    return SettingKeys.names(pattern).contains(name);
  }

  /** What to write instead of a name that this section does not have. */
  String advice(String name) {
    if (name.contains(".")) {
      return "write each part of a key on a line of its own, indented";
    }
    NearestName nearest = new NearestName(name);
    // the very name in another place is more likely meant than a similar one in this
    return SettingKeys.names(pattern).stream()
        .filter(nearest::is)
        .findFirst()
        .or(() -> SettingKeys.paths().filter(path -> nearest.is(lastPart(path))).findFirst())
        .or(() -> nearest.among(SettingKeys.names(pattern)))
        .map(near -> "did you mean " + near + "?")
        .orElseGet(() -> "known here: " + String.join(", ", SettingKeys.names(pattern)));
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
