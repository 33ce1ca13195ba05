package org.stellaops.attestor.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.fakelog.RandomEntries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bundle}: export and import of a whole log, and tar, gzip and zstd beside them. */
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = "Export a mirror and import it again, verified, and do the same with tar.")
final class BundleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunOptions run;
  @Mixin private LogOptions log;

  @Option(
      names = "--random",
      paramLabel = "PERCENT",
      defaultValue = "100",
      description = {
        "How much of each entry is random and does not shrink, 0 to 100; the rest is the same text in",
        "all. Default: ${DEFAULT-VALUE}."
      })
  private int random;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (random < 0 || random > 100) {
      throw new ParameterException(spec.commandLine(), "--random is from 0 to 100");
    }
    int size = log.size(run);
    new BundleBenchmark(
            run.home(),
            run.directory(),
            log.entries(run),
            new RandomEntries(size, size * random / 100),
            run.runs(),
            run.javaOptions())
        .run(spec.commandLine().getOut());
    return ExitCode.GOOD.number();
  }
}
