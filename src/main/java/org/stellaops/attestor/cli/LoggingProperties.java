package org.stellaops.attestor.cli;

import org.stellaops.attestor.config.schema.LogFormat;

/**
 * Level and format of the log. Set them before the first line is logged. All lines go to standard
 * error.
 */
public final class LoggingProperties {
  static final String LEVEL_PROPERTY = "stella.log.level";
  static final String FORMAT_PROPERTY = "stella.log.format";

  private LoggingProperties() {}

  /** Logs one line for each cycle. The default for commands is errors only. */
  public static void enableInfoLevel() {
    setIfAbsent(LEVEL_PROPERTY, "INFO");
  }

  /** Sets the format of log lines. The default is text. */
  public static void setFormat(LogFormat format) {
    setIfAbsent(FORMAT_PROPERTY, format.label());
  }

  private static void setIfAbsent(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
