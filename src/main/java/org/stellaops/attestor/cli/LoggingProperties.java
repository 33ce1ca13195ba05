package org.stellaops.attestor.cli;

import org.stellaops.attestor.config.schema.LogFormat;

/**
 * How much the program logs, and in which form; to be said before the first line is logged. All of
 * it goes to standard error.
 */
public final class LoggingProperties {
  static final String LEVEL_PROPERTY = "stella.log.level";
  static final String FORMAT_PROPERTY = "stella.log.format";

  private LoggingProperties() {}

  /** What a daemon does, a line for each cycle. Commands log trouble only. */
  public static void enableInfoLevel() {
    setIfAbsent(LEVEL_PROPERTY, "INFO");
  }

  /** In lines for people, which is so without this too, or in JSON. */
  public static void setFormat(LogFormat format) {
    setIfAbsent(FORMAT_PROPERTY, format.label());
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
