package org.stellaops.attestor.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
      names = "--at-least",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries a second that must be reached. Default: ${DEFAULT-VALUE}.")
  private long atLeast;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Where the log and the mirror go. Default: target/bench of the checkout.")
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
    Path home = Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
    Path below = directory == null ? home.resolve("target/bench") : directory.toAbsolutePath();
    BenchLog log = BenchLog.in(below, "log", entries, size);
    BenchLog warmUp = BenchLog.in(below, "warm-up", Math.min(entries, ENOUGH), size);
    PrintWriter out = spec.commandLine().getOut();
    try (Workspace workspace = Workspace.in(below)) {
      Mirror mirror =
          new Mirror(
              home.resolve("bin/stella"),
              javaOptions,
              CONNECTIONS,
              workspace.fresh("store"),
              workspace.fresh("mirror"));
      try (ServedLogs server = ServedLogs.start(below)) {
        mirror.requireSame(log, mirror.sync(log, Optional.of(warmUp), server));
      }
      out.println("machine  " + Machine.describe("two processes of each"));
      double fastest = new VerifyBenchmark(mirror, log, runs, out).run();
      return (fastest >= atLeast ? ExitCode.GOOD : ExitCode.REFUSED).number();
    }
  }
}
