package org.stellaops.attestor.benchmark.airgap;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stellaops.attestor.benchmark.fixture.LogOptions;
import org.stellaops.attestor.benchmark.fixture.RunOptions;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bundle}: export and import of a whole log, and tar, gzip and zstd beside them. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = "Compare an export and a verified import of a mirror with tar.")
public final class BundleBenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private LogOptions log;

  @Override
  public Integer call() throws IOException, InterruptedException {
    new BundleBenchmark(
            run.home(),
            run.directory(),
            log.entries(run),
            log.content(run),
            run.runs(),
            run.javaOptions())
        .run(spec.commandLine().getOut());
    return ExitCode.SUCCESS.number();
  }
}
