package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code verify}: {@code tiles verify} of a whole mirror that the system has in its cache. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Mirror a log once, then hash the mirror again from its entries to the signed root, in a",
      "fresh process and in one that has checked another mirror before, beside sha256sum and",
      "openssl. Fails if the fastest warm round checks fewer entries a second than it must."
    })
final class VerifyCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 8;

  /** Entries after which Java has done most of its optimizing. */
  private static final long ENOUGH = 500_000;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private LogOptions log;

  @Option(
      names = "--at-least",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries a second that must be reached. Default: ${DEFAULT-VALUE}.")
  private long atLeast;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int runs = run.runs();
    Path below = run.directory();
    BenchLog all = BenchLog.measured(below, log.entries(run), log.content(run));
    BenchLog warmUp =
        BenchLog.in(below, "warm-up", Math.min(log.entries(run), ENOUGH), log.content(run));
    PrintWriter out = spec.commandLine().getOut();
    try (Workspace workspace = Workspace.in(below)) {
      Mirror mirror =
          new Mirror(
              run.launcher(),
              run.javaOptions(),
              CONNECTIONS,
              workspace.fresh("store"),
              workspace.fresh("mirror"));
      try (ServedLogs server = ServedLogs.start(below)) {
        mirror.requireSame(all, mirror.sync(all, List.of(warmUp), server));
      }
      out.println("machine  " + Machine.describe("two processes of each"));
      double fastest = new VerifyBenchmark(mirror, all, runs, out).run();
      return (fastest >= atLeast ? ExitCode.GOOD : ExitCode.REFUSED).number();
    }
  }
}
