package org.stellaops.attestor.config.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.schema.ConfigErrors;
import org.stellaops.attestor.config.schema.SectionSchema;
import org.stellaops.attestor.config.schema.SettingKey;

/**
 * The lines of a new backend in a configuration file.
 *
 * <pre>
 *   id: sigstore-prod
 *   origin: "rekor.sigstore.dev"
 *   …
 * </pre>
 */
public final class BackendYaml {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9./:_+=-]*[A-Za-z0-9/=_-]");

  private final Map<Integer, String> lines = new TreeMap<>();

  /** Sets a key, as {@code baseUrl}; rejects a value that the key cannot have. */
  public BackendYaml with(String name, String value) {
    List<SettingKey<?>> keys = SectionSchema.of(BackendSettings.class).keys().toList();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(name)) {
        keys.get(i).type().parse(value);
        lines.put(i, name + ": " + (keys.get(i).type().isUnquoted() ? value : scalar(value)));
        return this;
      }
    }
    throw ConfigErrors.invalid("backends have no key " + ConfigErrors.quote(name), "");
  }

  /** The lines without indentation, in the order of the manual. */
  public List<String> lines() {
    return new ArrayList<>(lines.values());
  }

  /** Quotes the value if a part of it has a meaning in YAML. */
  private static String scalar(String value) {
    boolean plain =
        PLAIN.matcher(value).matches() && !value.contains(": ") && !isReservedWord(value);
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isReservedWord(String value) {
    return List.of("true", "false", "null").contains(value.toLowerCase(java.util.Locale.ROOT));
  }
}
