package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.BaseCommand;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.LoggingProperties;
import org.stellaops.attestor.cli.TempDirectory;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.config.schema.DurationText;
import org.stellaops.attestor.failure.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: runs the daemon against a small growing log on this machine. */
@Command(
    name = "demo",
    description = {
      "Mirror a small growing log that is served on this machine.",
      "The demo prints the status every five seconds and deletes its files at the end."
    },
    footer = {"  stella attestor demo", "  stella attestor demo --for 60s"})
public final class DemoCommand extends BaseCommand implements Callable<ExitCode> {
  private static final String ORIGIN = "demo.example/log";
  private static final long INITIAL_ENTRIES = 1_000;
  private static final int MAX_NEW_ENTRIES = 400;
  private static final int DEFAULT_PORT = 9464;
  private static final Duration GROWTH_INTERVAL = Duration.ofSeconds(5);

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      description = "Stop after this time, for example 60s. Default: run until Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of metrics and health. Default: 9464, or a free port if it is in use.")
  private @Nullable Integer port;

  @Override
  public ExitCode call() throws IOException, InterruptedException {
    LoggingProperties.enableInfoLevel();
    try (StopSignal stop = new StopSignal()) {
      if (stop.interrupts(() -> run(stop))) {
        printNotice("stopped while starting; the files of the demo are deleted");
      }
    }
    return ExitCode.SUCCESS;
  }

  private void run(StopSignal stop) throws IOException, InterruptedException {
    try (TempDirectory scratch = TempDirectory.create("stella-demo-");
        DemoLog log = new DemoLog(ORIGIN)) {
      log.append(INITIAL_ENTRIES);
      Settings settings = settings(scratch.directory(), log);
      printLine("Serving a log of " + Format.count(log.size()) + " entries at " + log.url());
      printLine("Starting PostgreSQL and the routes …");
      try (PostgresStore store = PostgresStore.openPooled(settings, "demo");
          AttestorRuntime runtime = RunCommand.start(settings, store, stop)) {
        printAddresses(settings, log);
        growUntilStopped(log, settings, store, stop);
      }
    }
  }

  private void growUntilStopped(
      DemoLog log, Settings settings, PostgresStore store, StopSignal stop)
      throws InterruptedException {
    Instant end = duration == null ? Instant.MAX : Instant.now().plus(duration);
    // no growth just before the end, so that the last status shows everything mirrored
    while (!stop.await(remaining(GROWTH_INTERVAL, end))
        && Instant.now().plus(GROWTH_INTERVAL).isBefore(end)) {
      printStatus(settings, store);
      long newEntries = ThreadLocalRandom.current().nextInt(1, MAX_NEW_ENTRIES);
      log.append(newEntries);
      printLine(
          "The log grows by %s to %s."
              .formatted(Format.count(newEntries, "entry", "entries"), Format.count(log.size())));
    }
    stop.await(remaining(GROWTH_INTERVAL, end));
    printStatus(settings, store);
    printLine("The demo is over. Its files are deleted.");
  }

  private void printStatus(Settings settings, PostgresStore store) {
    printLine("");
    printLine(SyncStatusCommand.table(SyncStatusCommand.statuses(settings, store)).toString());
  }

  private static Duration remaining(Duration step, Instant end) {
    Instant next = Instant.now().plus(step);
    return next.isBefore(end) ? step : Duration.between(Instant.now(), end);
  }

  private void printAddresses(Settings settings, DemoLog log) {
    String url = "http://" + settings.monitoring().host() + ":" + settings.monitoring().port();
    printLine("");
    printLine("the log   " + log.url() + Checkpoint.PATH);
    printLine("its key   " + log.key());
    printLine("metrics   " + url + "/metrics");
    printLine("health    " + url + "/health");
    printLine("mirror    " + settings.tiles().basePath());
    printLine(
        duration == null
            ? "Press Ctrl-C to stop."
            : "Stops after " + DurationText.print(duration) + ".");
  }

  private Settings settings(Path directory, DemoLog log) throws IOException {
    String yaml =
        """
        attestor:
          dataDir: "%s"
          monitoring:
            port: %d
          rekorSync:
            syncInterval: 3s
            initialDelay: 1s
            backends:
              - id: demo
                origin: %s
                baseUrl: %s
                publicKey: %s
        """
            .formatted(directory, monitoringPort(), ORIGIN, log.url(), log.key());
    return new SettingsLoader(directory, directory).parse("demo.yaml", yaml);
  }

  private int monitoringPort() throws IOException {
    if (port != null) {
      return requirePort(port);
    }
    try (ServerSocket defaultSocket = socket(DEFAULT_PORT)) {
      return defaultSocket.getLocalPort();
    } catch (BindException e) {
      try (ServerSocket freeSocket = socket(0)) {
        return freeSocket.getLocalPort();
      }
    }
  }

  private static ServerSocket socket(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static int requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new UsageException("--port is out of range: " + port, "use a port from 1 to 65535");
    }
    return port;
  }
}
