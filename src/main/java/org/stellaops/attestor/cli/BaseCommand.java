package org.stellaops.attestor.cli;

import java.io.PrintWriter;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.failure.SafeText;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: its output and its failures. Picocli sets the field. */
public abstract class BaseCommand {
  @Spec protected CommandSpec spec;

  /** Standard output. {@link CommandExecution} flushes it after the command. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Prints one line to standard output. */
  protected final void printLine(String line) {
    out().println(SafeText.lines(line));
  }

  /** Prints a line to standard error, without a prefix. */
  protected final void printNotice(String line) {
    spec.commandLine().getErr().println(SafeText.lines(line));
  }

  /** Prints a failure, if there is one, to standard error and returns its exit code. */
  protected final ExitCode report(Optional<AttestorException> failure) {
    failure.ifPresent(error -> ExecutionErrorHandler.print(error, spec.commandLine()));
    return failure.map(error -> error.failure().exitCode()).orElse(ExitCode.SUCCESS);
  }

  /** Prints the failure of a report, if it has one, and returns its exit code. */
  protected final ExitCode report(Optional<Failure> failure, String message, String hint) {
    return report(failure.map(kind -> new AttestorException(kind, message, hint)));
  }
}
