package org.stellaops.attestor.benchmark.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.stellaops.attestor.benchmark.fixture.BenchmarkLog;
import org.stellaops.attestor.benchmark.fixture.BenchmarkMirror;
import org.stellaops.attestor.benchmark.fixture.LogOptions;
import org.stellaops.attestor.benchmark.fixture.LogServerProcess;
import org.stellaops.attestor.benchmark.fixture.RunOptions;
import org.stellaops.attestor.benchmark.measure.HostInfo;
import org.stellaops.attestor.benchmark.measure.Workspace;
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
      "Compare the full verification of a mirror with sha256sum and openssl.",
      "The mirror is verified from its entries to the signed root, in a new process and in one"
          + " that",
      "has verified another mirror before. Fails if the fastest warm round verifies fewer entries",
      "per second than --at-least."
    })
public final class AuditBenchmarkCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 8;

  /** Entries after which Java has done most of its optimizing. */
  private static final long WARM_UP_ENTRIES = 500_000;

  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private LogOptions log;

  @Option(
      names = "--at-least",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries per second that are required. Default: ${DEFAULT-VALUE}.")
  private long atLeast;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int runs = run.runs();
    Path directory = run.directory();
    BenchmarkLog measured = BenchmarkLog.ofKind(directory, log.entries(run), log.content(run));
    BenchmarkLog warmUp =
        BenchmarkLog.openOrCreate(
            directory, "warm-up", Math.min(log.entries(run), WARM_UP_ENTRIES), log.content(run));
    PrintWriter out = spec.commandLine().getOut();
    try (Workspace workspace = Workspace.createIn(directory)) {
      BenchmarkMirror mirror =
          new BenchmarkMirror(
              run.launcher(),
              run.javaOptions(),
              CONNECTIONS,
              workspace.createDirectory("store"),
              workspace.createDirectory("mirror"));
      try (LogServerProcess server = LogServerProcess.start(directory)) {
        mirror.requireIdentical(measured, mirror.sync(measured, List.of(warmUp), server));
      }
      out.println("machine  " + HostInfo.describe("two processes of each"));
      double fastest = new AuditBenchmark(mirror, measured, runs, out).run();
      return (fastest >= atLeast ? ExitCode.SUCCESS : ExitCode.REJECTED).number();
    }
  }
}
