package org.stellaops.attestor.cli;

import org.stellaops.attestor.config.LogFormat;

/**
 * How much the program logs, and in which form; to be said before the first line is logged. All of
 * it goes to standard error.
 */
final class Logging {
  static final String LEVEL = "stella.log.level";
  static final String FORMAT = "stella.log.format";

  private Logging() {}

  /** What a daemon does, a line for each cycle. Commands log trouble only. */
  static void verbose() {
    setUnlessGiven(LEVEL, "INFO");
  }

  /** In lines for people, which is so without this too, or in JSON. */
  static void in(LogFormat format) {
    setUnlessGiven(FORMAT, format.word());
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
