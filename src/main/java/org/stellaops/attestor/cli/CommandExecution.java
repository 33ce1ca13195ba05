package org.stellaops.attestor.cli;

import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs the command at the end of the command line. An {@link Error} is reported like an exception,
 * because the virtual machine would exit with another status.
 *
 * <p>This is a class and not a lambda, because the class-data archive does not contain an interface
 * of picocli that a lambda implements. A single class outside the archive makes Java open every
 * jar.
 */
public final class CommandExecution implements IExecutionStrategy {
  @Override
  public int execute(ParseResult parseResult) {
    CommandLine root = parseResult.commandSpec().root().commandLine();
    GroupOptions.passToCommand(parseResult);
    GlobalOptions.apply(root);
    try {
      return new RunLast().execute(parseResult);
    } catch (Error error) {
      throw new ExecutionException(parseResult.commandSpec().commandLine(), "" + error, error);
    }
  }
}
