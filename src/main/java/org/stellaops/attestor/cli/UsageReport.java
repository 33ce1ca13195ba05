package org.stellaops.attestor.cli;

import java.util.List;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the caller that a command line cannot be meant, and which one may have been. */
final class UsageReport implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException refused, String[] args) {
    CommandLine command = refused.getCommandLine();
    String seeHelp = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
    AttestorException failure =
        refused instanceof UnmatchedArgumentException unmatched
            ? wrongUsage(unknownWord(unmatched), nearestWord(unmatched) + seeHelp)
            : wrongUsage(whatIsWrong(refused), seeHelp);
    FailureReport.print(failure, command);
    return failure.failure().exitCode().number();
  }

  /** Some messages of the library begin with a word of their own, and some do not. */
  private static String whatIsWrong(ParameterException refused) {
    return String.valueOf(refused.getMessage()).replaceFirst("^Error: ", "");
  }

  private static AttestorException wrongUsage(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, message, hint);
  }

  private static String unknownWord(UnmatchedArgumentException unmatched) {
    String word = unmatched.getUnmatched().get(0);
    if (word.startsWith("-")) {
      return "unknown option '%s'".formatted(word);
    }
    boolean family = !unmatched.getCommandLine().getSubcommands().isEmpty();
    return (family ? "unknown command '%s'" : "unexpected argument '%s'").formatted(word);
  }

  private static String nearestWord(UnmatchedArgumentException unmatched) {
    List<String> near = unmatched.getSuggestions();
    return near.isEmpty() ? "" : "did you mean '%s'? ".formatted(near.get(0));
  }
}
