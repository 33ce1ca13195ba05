package org.stellaops.attestor.cli;

import java.io.Console;

/** Which standard streams are terminals, and how wide the terminal is. */
public final class StandardStreams {
  /** Set by the launcher: whether standard error is a terminal. Java has no API for it. */
  public static final String STDERR_PROPERTY = "stella.terminal";

  /** Set by the launcher: the width of the terminal in columns. */
  public static final String COLUMNS_PROPERTY = "stella.columns";

  private static final int DEFAULT_COLUMNS = 80;

  private StandardStreams() {}

  /** The width of the terminal in columns, at least 20; 80 if it is unknown. */
  public static int columns() {
    Integer columns = Integer.getInteger(COLUMNS_PROPERTY);
    return columns == null ? DEFAULT_COLUMNS : Math.max(20, columns);
  }

  /** Whether standard error is a terminal. Without the launcher: {@link #isInteractive()}. */
  public static boolean isStderrTerminal() {
    String property = System.getProperty(STDERR_PROPERTY);
    return property == null ? isInteractive() : Boolean.parseBoolean(property);
  }

  /** Whether standard input and output are terminals. */
  public static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // since Java 22 there can be a console without a terminal
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
