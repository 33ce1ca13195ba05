package org.stellaops.attestor.benchmark.mirror;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stellaops.attestor.benchmark.fixture.LogOptions;
import org.stellaops.attestor.benchmark.fixture.RunOptions;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mirror}: {@code sync --full} of a log, and {@code curl --parallel} beside it. */
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = "Compare a verified sync of a log with curl --parallel of the same files.")
public final class MirrorBenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private LogOptions log;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "Parallel requests of the sync and of curl. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Override
  public Integer call() throws IOException, InterruptedException {
    boolean good =
        new MirrorBenchmark(
                run.home(),
                run.directory(),
                log.entries(run),
                log.content(run),
                run.runs(),
                run.requirePositive("--connections", connections),
                run.javaOptions())
            .run(spec.commandLine().getOut());
    return (good ? ExitCode.SUCCESS : ExitCode.REJECTED).number();
  }
}
