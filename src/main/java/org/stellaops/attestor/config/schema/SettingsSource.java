package org.stellaops.attestor.config.schema;

import java.util.List;

/** Supplies the values for a tree of settings records. */
public interface SettingsSource {
  /** The value of a key, in the type of its component. */
  Object value(SettingKey<?> key);

  /** The items of a list section, as {@code attestor.rekorSync.backends[]}, in order. */
  List<? extends SettingsSource> items(String section);
}
