package org.stellaops.attestor.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The report of a finished operation, as events and {@code -o json} show it. */
public interface Reported {
  /** What has ended: {@code cycle}, {@code import} or {@code export}. */
  String event();

  /** One word: the result, or the label of the failure. */
  String outcome();

  /** The JSON object; its field names are stable. */
  Map<String, @Nullable Object> json();
}
