package org.stellaops.attestor.failure;

import java.util.Locale;

/** An enum constant with a label in JSON, metrics and messages. */
public interface Labeled {
  /** The name of the constant, as {@code SPLIT_VIEW}. */
  String name();

  /** The label: the name in lower case with underscores, as {@code split_view}. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
