package org.stellaops.attestor.cli;

import java.io.Console;

/** Whether a person is watching, and whether one can be asked. */
public final class StandardStreams {
  /** Whether standard error is a terminal, as the launcher has found out; Java itself cannot. */
  public static final String STDERR_PROPERTY = "stella.terminal";

  private StandardStreams() {}

  /** Whether standard error is a terminal; without the launcher, whether the other two are. */
  public static boolean isStderrTerminal() {
    String property = System.getProperty(STDERR_PROPERTY);
    return property == null ? isInteractive() : Boolean.parseBoolean(property);
  }

  /** Whether standard input and output are a terminal. */
  public static boolean isInteractive() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // from Java 22 on there is a console without a terminal too, and it knows
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
