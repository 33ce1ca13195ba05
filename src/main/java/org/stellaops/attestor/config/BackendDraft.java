package org.stellaops.attestor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A backend that is to be written into a configuration file.
 *
 * <pre>
 *   id: sigstore-prod
 *   origin: "rekor.sigstore.dev"
 *   …
 * </pre>
 */
public final class BackendDraft {
  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z/][A-Za-z0-9./:_+=-]*[A-Za-z0-9/=_-]");

  private final Map<Integer, String> lines = new TreeMap<>();

  /** A key of the backend with its value, as {@code baseUrl}; refuses what the key cannot have. */
  public BackendDraft with(String name, String value) {
    List<SettingKey<?>> keys = BackendKeys.all();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equals(name)) {
        keys.get(i).type().parse(value);
        lines.put(i, name + ": " + (keys.get(i).type().isBare() ? value : scalar(value)));
        return this;
      }
    }
    throw Refused.because("backends have no key " + Refused.quote(name), "");
  }

  /** Its lines without indentation, in the order of the manual. */
  public List<String> lines() {
    return new ArrayList<>(lines.values());
  }

  /** Plain where nothing in it means something to YAML. */
  private static String scalar(String value) {
    boolean plain = PLAIN.matcher(value).matches() && !value.contains(": ") && !isWord(value);
    return plain ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isWord(String value) {
    return List.of("true", "false", "null").contains(value.toLowerCase(java.util.Locale.ROOT));
  }
}
