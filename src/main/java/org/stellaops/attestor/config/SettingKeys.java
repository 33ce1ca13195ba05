package org.stellaops.attestor.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingKey;
import org.stellaops.attestor.failure.Suggestion;

/** All keys, in the order of the manual, and their sections. */
public final class SettingKeys {
  private static final List<SettingKey<?>> ALL = SectionSchema.of(Settings.class).keys().toList();
  private static final Map<String, SettingKey<?>> BY_PATH =
      ALL.stream().collect(Collectors.toUnmodifiableMap(SettingKey::path, key -> key));
  private static final Map<String, Set<String>> CHILDREN = children();

  private SettingKeys() {}

  /** Every key once. */
  public static List<SettingKey<?>> all() {
    return ALL;
  }

  /**
   * The keys that a name refers to: a full path, with or without list positions, or the end of one.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code configuration} and the
   *     closest name if there is none
   */
  public static List<SettingKey<?>> resolve(String name) {
    String path = name.replaceAll("\\[\\d*]", "[]");
    Optional<SettingKey<?>> exact = find(path).or(() -> find("attestor." + path));
    if (exact.isPresent()) {
      return List.of(exact.get());
    }
    List<SettingKey<?>> matches =
        ALL.stream()
            .filter(key -> key.name().equals(path) || key.path().endsWith("." + path))
            .toList();
    if (matches.isEmpty()) {
      throw ConfigErrors.invalid(
          "unknown key " + ConfigErrors.quote(name),
          new Suggestion(path.substring(path.lastIndexOf('.') + 1))
                  .closest(ALL.stream().map(SettingKey::name).toList())
                  .map(match -> "did you mean " + match + "? ")
                  .orElse("")
              + "run stella attestor config show for all keys");
    }
    return matches;
  }

  /** The key at a path with {@code []} for list positions. */
  public static Optional<SettingKey<?>> find(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /** The key at a path that is known to exist. */
  static SettingKey<?> get(String path) {
    return find(path).orElseThrow(() -> new IllegalArgumentException("no key " + path));
  }

  /** Whether the path is that of a section or of a list item. */
  public static boolean isSection(String path) {
    return CHILDREN.containsKey(path);
  }

  /** Names of the keys, sections and lists of a section; the section "" holds {@code attestor}. */
  public static Set<String> childNames(String section) {
    return CHILDREN.getOrDefault(section, Set.of());
  }

  /** Paths of all keys, sections and lists. */
  public static Stream<String> paths() {
    return CHILDREN.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(name -> join(entry.getKey(), name)));
  }

  public static String join(String section, String name) {
    return section.isEmpty() ? name : section + "." + name;
  }

  private static Map<String, Set<String>> children() {
    Map<String, Set<String>> children = new LinkedHashMap<>();
    for (SettingKey<?> key : ALL) {
      String section = "";
      for (String part : key.path().split("\\.")) {
        String name = part.replace("[]", "");
        children.computeIfAbsent(section, s -> new LinkedHashSet<>()).add(name);
        section = join(section, part);
      }
    }
    return children;
  }
}
