package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.fakelog.RandomEntries;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries of the log. Default: ${DEFAULT-VALUE}.")
  private long entries;

  @Option(
      names = "--size",
      paramLabel = "S",
      defaultValue = "1000",
      description = "Bytes of each entry, up to 65535. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--random",
      paramLabel = "PERCENT",
      defaultValue = "100",
      description = {
        "How much of each entry is random and does not shrink, 0 to 100; the rest is the same text in",
        "all. Default: ${DEFAULT-VALUE}."
      })
  private int random;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where everything goes. Default: target/bench of the checkout.")
  private @Nullable Path directory;

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      defaultValue = "",
      description = "More options for Java, as -XX:+UseParallelGC.")
  private String javaOptions = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (entries < 1 || size < 1 || runs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--entries, --size and --runs are at least 1");
    }
    if (random < 0 || random > 100) {
      throw new ParameterException(spec.commandLine(), "--random is from 0 to 100");
    }
    RandomEntries entry = new RandomEntries(size, size * random / 100);
    Path home = Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
    Path below = directory == null ? home.resolve("target/bench") : directory.toAbsolutePath();
    new BundleBenchmark(home, below, entries, entry, runs, javaOptions)
        .run(spec.commandLine().getOut());
    return ExitCode.GOOD.number();
  }
}
