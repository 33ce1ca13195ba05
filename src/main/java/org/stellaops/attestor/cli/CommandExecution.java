package org.stellaops.attestor.cli;

import org.stellaops.attestor.cli.main.Stella;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs the command that a line ends with, and lets no {@link Error} past the report: the virtual
 * machine would exit with the wrong number.
 *
 * <p>A class and not a lambda, because Java does not archive an interface of picocli that a lambda
 * has to do with, and one class that is missing from the archive has it open every jar.
 */
public final class CommandExecution implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parseResult) {
    CommandLine root = parseResult.commandSpec().root().commandLine();
    if (root.getCommandSpec().userObject() instanceof Stella stella) {
      stella.applyGlobalOptions(root);
    }
    try {
      return new RunLast().execute(parseResult);
    } catch (Error error) {
      throw new ExecutionException(parseResult.commandSpec().commandLine(), "" + error, error);
    }
  }
}
