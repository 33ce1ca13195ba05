package org.stellaops.attestor.benchmark.startup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.benchmark.measure.MeasuredProcess;
import org.stellaops.attestor.benchmark.measure.Statistics;
import org.stellaops.attestor.benchmark.measure.Workspace;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code read-only}: start-up time of read-only commands, compared with {@code java -version}. */
@Command(
    name = "read-only",
    mixinStandardHelpOptions = true,
    description = {
      "Measure how long read-only commands take from start to exit.",
      "The launcher runs sync-status and others against a running embedded PostgreSQL, in turns"
          + " with",
      "java -version. Fails if the median of sync-status is above --at-most."
    })
public final class StartupBenchmarkCommand implements Callable<Integer> {
  private static final String BASELINE = "java -version";
  private static final String MEASURED = "sync-status";
  private static final Duration ARCHIVE_TIMEOUT = Duration.ofMinutes(3);
  private static final String CONFIGURATION =
      """
      attestor:
        dataDir: "%s"
        rekorSync:
          backends:
            - id: example
              origin: example.com/foo
              baseUrl: http://127.0.0.1:1/
              publicKey: example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
      """;

  @Spec private CommandSpec spec;

  @Option(
      names = "--runs",
      paramLabel = "R",
      defaultValue = "15",
      description = "Rounds. Default: ${DEFAULT-VALUE}.")
  private int runs;

  @Option(
      names = "--at-most",
      paramLabel = "MILLIS",
      defaultValue = "500",
      description = "Upper limit for the median of sync-status. Default: ${DEFAULT-VALUE}.")
  private long atMost;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Directory for the database. Default: target/bench of the checkout.")
  private Optional<Path> directory = Optional.empty();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new ParameterException(spec.commandLine(), "--runs must be at least 1, but is " + runs);
    }
    Path home = Path.of(System.getProperty("stella.home", "")).toAbsolutePath().normalize();
    Path below = directory.orElse(home.resolve("target/bench")).toAbsolutePath();
    try (Workspace workspace = Workspace.createIn(below)) {
      Path config = workspace.directory().resolve("attestor.yaml");
      Files.writeString(config, CONFIGURATION.formatted(workspace.createDirectory("data")));
      Settings settings = new SettingsLoader(below, below).load(config);
      try (PostgresStore store = PostgresStore.openPooled(settings, "bench")) {
        store.verify();
        Map<String, MeasuredProcess> programs = programs(home, workspace, config);
        awaitArchive(Objects.requireNonNull(programs.get(MEASURED)), home.resolve("target/cds"));
        return (print(measure(programs)) <= atMost ? ExitCode.SUCCESS : ExitCode.REJECTED).number();
      }
    }
  }

  private static Map<String, MeasuredProcess> programs(
      Path home, Workspace workspace, Path config) {
    String java = ProcessHandle.current().info().command().orElse("java");
    String launcher = home.resolve("bin/stella").toString();
    Map<String, List<String>> lines = new LinkedHashMap<>();
    lines.put(BASELINE, List.of(java, "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-version"));
    for (String command :
        List.of(MEASURED, "checkpoints list --backend example", "backend list", "config show")) {
      List<String> line = new ArrayList<>(List.of(launcher, "attestor"));
      line.addAll(List.of(command.split(" ")));
      line.addAll(List.of("--config", config.toString()));
      lines.put(command, line);
    }
    Map<String, MeasuredProcess> programs = new LinkedHashMap<>();
    Path output = workspace.directory().resolve("output.txt");
    lines.forEach(
        (name, line) -> programs.put(name, new MeasuredProcess(line, Map.of(), output, output)));
    return programs;
  }

  /** The first command makes the launcher write its class-data archive in the background. */
  private static void awaitArchive(MeasuredProcess command, Path archives)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + ARCHIVE_TIMEOUT.toNanos();
    command.run();
    while (!isArchiveReady(archives) && System.nanoTime() < deadline) {
      command.run();
    }
  }

  /** The launcher has a work directory there while it writes the archive. */
  private static boolean isArchiveReady(Path archives) throws IOException {
    if (!Files.isDirectory(archives)) {
      return false;
    }
    try (Stream<Path> files = Files.list(archives)) {
      List<Path> all = files.toList();
      return !all.isEmpty() && all.stream().noneMatch(Files::isDirectory);
    }
  }

  /** Measures all commands in turns and returns the milliseconds of every round. */
  private Map<String, List<Double>> measure(Map<String, MeasuredProcess> programs)
      throws IOException, InterruptedException {
    Map<String, List<Double>> durations = new LinkedHashMap<>();
    for (int round = 0; round < runs; round++) {
      for (Map.Entry<String, MeasuredProcess> each : programs.entrySet()) {
        durations
            .computeIfAbsent(each.getKey(), name -> new ArrayList<>())
            .add(each.getValue().time().toNanos() / 1e6);
      }
    }
    return durations;
  }

  /** Prints a line for each command and returns the median of {@code sync-status}. */
  private double print(Map<String, List<Double>> durations) {
    PrintWriter out = spec.commandLine().getOut();
    double baseline = median(durations, BASELINE);
    out.println(
        "command                                median ms   least    most  / java -version");
    durations.forEach((name, millis) -> {
      Statistics spread = Statistics.of(millis);
      out.println(
          String.format(
              Locale.ROOT,
              "%-38s %9.0f %7.0f %7.0f %16.1f",
              name,
              spread.median(),
              spread.minimum(),
              spread.maximum(),
              spread.median() / baseline));
    });
    out.flush();
    return median(durations, MEASURED);
  }

  private static double median(Map<String, List<Double>> durations, String name) {
    return Statistics.of(durations.getOrDefault(name, List.of())).median();
  }
}
