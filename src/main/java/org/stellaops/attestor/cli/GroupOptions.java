package org.stellaops.attestor.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Options that may also stand before the name of the command that they belong to, as in {@code
 * stella attestor --config FILE sync-status}. {@code stella} and all groups accept them.
 */
@SuppressWarnings("UnusedVariable") // the values are read from the parse result
public final class GroupOptions {
  private static final String[] NAMES = {"--config", "-o"};

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Read the configuration from this file.")
  private @Nullable Path config;

  @Option(
      names = "-o",
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES}. Default: table.")
  private @Nullable OutputFormat format;

  /**
   * Sets the options given before the name of the command, unless they are given after it as well.
   *
   * @throws ParameterException if the command has no such option
   */
  static void passToCommand(ParseResult line) {
    ParseResult command = line;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    for (String name : NAMES) {
      OptionSpec given = null;
      for (ParseResult group = line; group.hasSubcommand(); group = group.subcommand()) {
        given = group.hasMatchedOption(name) ? group.matchedOption(name) : given;
      }
      if (given != null) {
        set(name, given.getValue(), command);
      }
    }
  }

  private static void set(String name, Object value, ParseResult command) {
    OptionSpec option = command.commandSpec().findOption(name);
    if (option == null) {
      throw new ParameterException(
          command.commandSpec().commandLine(),
          "'%s' has no option '%s'".formatted(command.commandSpec().qualifiedName(), name));
    }
    if (!command.hasMatchedOption(option)) {
      option.setValue(value);
    }
  }
}
