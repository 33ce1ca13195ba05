package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the caller that a command failed: what and why, what to do next, and the exit status. */
public final class ExecutionErrorHandler implements IExecutionExceptionHandler {
  private static final String REPORT_BUG_HINT =
      "this is a fault of the program; repeat with --debug and report what it prints";

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parseResult) {
    AttestorException failure = toAttestorException(exception);
    print(failure, command);
    if (GlobalOptions.isDebug(command.getCommandSpec())) {
      failure.printStackTrace(command.getErr());
    }
    return failure.failure().exitCode().number();
  }

  private static AttestorException toAttestorException(Throwable exception) {
    if (exception instanceof ExecutionException && exception.getCause() != null) {
      return toAttestorException(exception.getCause());
    }
    return exception instanceof AttestorException known
        ? known
        : new AttestorException(Failure.INTERNAL, exception.toString(), REPORT_BUG_HINT, exception);
  }

  /** Writes the two lines of every trouble: {@code stella: word: message} and the hint, if any. */
  public static void print(AttestorException failure, CommandLine command) {
    PrintWriter err = command.getErr();
    String prefix = "stella: " + failure.failure().label() + ":";
    err.println(command.getColorScheme().errorText(prefix) + " " + failure.getMessage());
    if (!failure.hint().isEmpty()) {
      err.println("hint: " + failure.hint());
    }
    err.flush();
  }
}
