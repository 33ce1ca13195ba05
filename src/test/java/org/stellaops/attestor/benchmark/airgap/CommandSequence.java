package org.stellaops.attestor.benchmark.airgap;

import java.util.ArrayList;
import java.util.List;
import org.stellaops.attestor.cli.main.Stella;

/**
 * Runs several commands one after the other in one process, which warms Java up as a daemon does:
 * {@code CommandSequence attestor import a.tar.zst ; attestor import b.tar.zst}, where the
 * semicolon is an argument of its own. Stops at the first command that fails and exits with its
 * status.
 */
public final class CommandSequence {
  /** The argument between two commands. */
  static final String SEPARATOR = ";";

  private CommandSequence() {}

  /** Runs the commands of {@code bin/stella}. */
  public static void main(String[] arguments) {
    int status = 0;
    for (List<String> command : commands(List.of(arguments))) {
      if (status == 0) {
        status = Stella.commandLine().execute(command.toArray(String[]::new));
      }
    }
    System.exit(status);
  }

  private static List<List<String>> commands(List<String> arguments) {
    List<List<String>> commands = new ArrayList<>(List.of(new ArrayList<>()));
    for (String argument : arguments) {
      if (argument.equals(SEPARATOR)) {
        commands.add(new ArrayList<>());
      } else {
        commands.get(commands.size() - 1).add(argument);
      }
    }
    return commands;
  }
}
