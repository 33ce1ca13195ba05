package org.stellaops.attestor.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints usage errors with a suggestion or the command that prints the help. */
public final class UsageErrorHandler implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException exception, String[] args) {
    CommandLine command = exception.getCommandLine();
    String seeHelp = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
    AttestorException failure =
        exception instanceof UnmatchedArgumentException unmatched
            ? usageError(unknownArgument(unmatched), suggestion(unmatched) + seeHelp)
            : usageError(messageOf(exception), seeHelp);
    ExecutionErrorHandler.print(failure, command);
    return failure.failure().exitCode().number();
  }

  /** Some messages of picocli start with {@code Error:} and others do not. */
  private static String messageOf(ParameterException exception) {
    return String.valueOf(exception.getMessage()).replaceFirst("^Error: ", "");
  }

  private static AttestorException usageError(String message, String hint) {
    return new UsageException(message, hint);
  }

  private static String unknownArgument(UnmatchedArgumentException unmatched) {
    String argument = unmatched.getUnmatched().get(0);
    if (argument.startsWith("-")) {
      return "unknown option '%s'".formatted(argument);
    }
    boolean isGroup = !unmatched.getCommandLine().getSubcommands().isEmpty();
    return (isGroup ? "unknown command '%s'" : "unexpected argument '%s'").formatted(argument);
  }

  private static String suggestion(UnmatchedArgumentException unmatched) {
    List<String> suggestions = sameName(unmatched);
    if (suggestions.isEmpty()) {
      suggestions = unmatched.getSuggestions().stream().limit(1).toList();
    }
    return suggestions.isEmpty()
        ? ""
        : "did you mean '%s'? ".formatted(String.join("' or '", suggestions));
  }

  /** The commands below this one that have the unknown name, as {@code config init}. */
  private static List<String> sameName(UnmatchedArgumentException unmatched) {
    String name = unmatched.getUnmatched().get(0);
    return unmatched.getCommandLine().getSubcommands().values().stream()
        .flatMap(group -> Stream.ofNullable(group.getSubcommands().get(name)))
        .map(command -> command.getParent().getCommandName() + " " + name)
        .distinct()
        .sorted(Comparator.comparing((String command) -> !command.equals("config init")))
        .toList();
  }
}
