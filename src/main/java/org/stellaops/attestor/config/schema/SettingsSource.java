package org.stellaops.attestor.config.schema;

import java.util.List;
import java.util.Map;

/** Supplies the values for a tree of settings records. */
public interface SettingsSource {
  /** The value of a key, in the type of its component. */
  Object value(SettingKey<?> key);

  /** The items of a list section, as {@code attestor.rekorSync.backends[]}, in order. */
  List<? extends SettingsSource> items(String section);

  /** The options that are passed through to Camel, by full name. */
  default Map<String, String> options() {
    return Map.of();
  }
}
