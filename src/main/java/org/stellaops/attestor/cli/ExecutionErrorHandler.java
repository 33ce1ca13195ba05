package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints the failure of a command and its hint, and returns the exit status. */
public final class ExecutionErrorHandler implements IExecutionExceptionHandler {
  private static final String REPORT_BUG_HINT =
      "this is a bug; run the command again with --debug and report the output";

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

  /** Prints {@code stella: LABEL: MESSAGE} and, if there is one, {@code hint: HINT}. */
  public static void print(AttestorException failure, CommandLine command) {
    PrintWriter err = command.getErr();
    String prefix = "stella: " + failure.failure().label() + ":";
    err.println(
        command.getColorScheme().errorText(prefix)
            + " "
            + SafeText.lines("" + failure.getMessage()));
    if (!failure.hint().isEmpty()) {
      err.println("hint: " + SafeText.lines(failure.hint()));
    }
    err.flush();
  }
}
