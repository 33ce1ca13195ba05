package org.stellaops.attestor.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.stellaops.attestor.benchmark.airgap.BundleBenchmarkCommand;
import org.stellaops.attestor.benchmark.audit.AuditBenchmarkCommand;
import org.stellaops.attestor.benchmark.mirror.MirrorBenchmarkCommand;
import org.stellaops.attestor.benchmark.startup.StartupBenchmarkCommand;
import org.stellaops.attestor.benchmark.verification.OfflineVerifyBenchmarkCommand;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command {@code bin/bench}, with the exit statuses of {@code stella}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Compare the program with standard tools.",
    subcommands = {
      MirrorBenchmarkCommand.class,
      AuditBenchmarkCommand.class,
      BundleBenchmarkCommand.class,
      StartupBenchmarkCommand.class,
      OfflineVerifyBenchmarkCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class BenchmarkMain implements Runnable {
  @Spec private CommandSpec spec;

  private BenchmarkMain() {}

  /**
   * Runs one benchmark and exits with the number of an {@link
   * org.stellaops.attestor.failure.ExitCode}.
   */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchmarkMain())
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(BenchmarkMain::report)
            .execute(args));
  }

  private static int report(Exception failed, CommandLine command, ParseResult line) {
    AttestorException failure = toAttestorException(failed);
    PrintWriter err = command.getErr();
    err.println("bench: " + failure.failure().label() + ": " + failure.getMessage());
    if (!failure.hint().isEmpty()) {
      err.println("hint: " + failure.hint());
    }
    err.flush();
    return failure.failure().exitCode().number();
  }

  private static AttestorException toAttestorException(Exception failed) {
    if (failed instanceof AttestorException known) {
      return known;
    }
    boolean files = failed instanceof IOException || failed instanceof UncheckedIOException;
    return new AttestorException(
        files ? Failure.DISK : Failure.INTERNAL, failed.toString(), "", failed);
  }

  /** Without a subcommand, prints the list of benchmarks. */
  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
