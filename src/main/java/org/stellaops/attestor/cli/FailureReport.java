package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells the caller that a command failed: what and why, what to do next, and the exit status. */
final class FailureReport implements IExecutionExceptionHandler {
  private static final String REPORT_IT =
      "this is a fault of the program; repeat with --debug and report what it prints";

  @Override
  public int handleExecutionException(Exception failed, CommandLine command, ParseResult line) {
    AttestorException failure = foreseen(failed);
    print(failure, command);
    if (command.getCommandSpec().root().userObject() instanceof Stella stella && stella.debug()) {
      failure.printStackTrace(command.getErr());
    }
    return failure.failure().exitCode().number();
  }

  private static AttestorException foreseen(Throwable failed) {
    if (failed instanceof ExecutionException && failed.getCause() != null) {
      return foreseen(failed.getCause());
    }
    return failed instanceof AttestorException foreseen
        ? foreseen
        : new AttestorException(Failure.INTERNAL, failed.toString(), REPORT_IT, failed);
  }

  /** Writes the two lines of every trouble: {@code stella: word: message} and the hint, if any. */
  static void print(AttestorException failure, CommandLine command) {
    PrintWriter err = command.getErr();
    String word = "stella: " + failure.failure().word() + ":";
    err.println(command.getColorScheme().errorText(word) + " " + failure.getMessage());
    if (!failure.hint().isEmpty()) {
      err.println("hint: " + failure.hint());
    }
    err.flush();
  }
}
