package org.stellaops.attestor.cli;

import java.util.List;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs the command at the end of the command line. Its result is the exit status if it is an {@link
 * ExitCode}. An {@link Error} is reported like an exception, because the virtual machine would exit
 * with another status.
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
    Ed25519Provider.install();
    List<CommandLine> commands = parseResult.asCommandLineList();
    CommandLine command = commands.get(commands.size() - 1);
    try {
      int status = new RunLast().execute(parseResult);
      return command.getExecutionResult() instanceof ExitCode code ? code.number() : status;
    } catch (Error error) {
      throw new ExecutionException(root, "" + error, error);
    } finally {
      command.getOut().flush();
      command.getErr().flush();
    }
  }
}
