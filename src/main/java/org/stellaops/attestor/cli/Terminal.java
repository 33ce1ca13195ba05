package org.stellaops.attestor.cli;

import java.io.Console;

/** Whether a person is watching, and whether one can be asked. */
final class Terminal {
  /** Whether standard error is a terminal, as the launcher has found out; Java itself cannot. */
  static final String ERRORS = "stella.terminal";

  private Terminal() {}

  /** Whether standard error is a terminal; without the launcher, whether the other two are. */
  static boolean showsErrors() {
    String found = System.getProperty(ERRORS);
    return found == null ? isInteractive() : Boolean.parseBoolean(found);
  }

  /** Whether standard input and output are a terminal. */
  static boolean isInteractive() {
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
