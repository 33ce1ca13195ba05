package org.stellaops.attestor.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mirror}: {@code sync --full} of a log, and {@code curl --parallel} beside it. */
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = "Mirror a log, verified, and fetch the same files with curl --parallel.")
final class MirrorCommand implements Callable<Integer> {
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
      names = "--runs",
      paramLabel = "R",
      defaultValue = "3",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "8",
      description = "Requests at once, of the mirror and of curl. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = {
        "Where the log is made, and used again next time, and where the runs write to.",
        "Default: target/bench of the checkout."
      })
  private @Nullable Path directory;

  @Option(
      names = "--java-options",
      paramLabel = "OPTIONS",
      defaultValue = "",
      description = "More options for the Java of the mirror, as -XX:+UseParallelGC.")
  private String javaOptions = "";

  @Override
  public Integer call() throws IOException, InterruptedException {
    requireAtLeastOne("--entries", entries);
    requireAtLeastOne("--size", size);
    requireAtLeastOne("--runs", runs);
    requireAtLeastOne("--connections", connections);
    Path home = Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
    Path below = directory == null ? home.resolve("target/bench") : directory.toAbsolutePath();
    boolean good =
        new MirrorBenchmark(home, below, entries, size, runs, connections, javaOptions)
            .run(spec.commandLine().getOut());
    return (good ? ExitCode.GOOD : ExitCode.REFUSED).number();
  }

  private void requireAtLeastOne(String option, long value) {
    if (value < 1) {
      throw new ParameterException(spec.commandLine(), option + " is at least 1, not " + value);
    }
  }
}
