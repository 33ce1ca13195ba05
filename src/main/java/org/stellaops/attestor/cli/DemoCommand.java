package org.stellaops.attestor.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.AttestorRuntime;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.DurationText;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the daemon at work on a small log that grows before one's eyes. */
@Command(
    name = "demo",
    description = "Serve a small growing log on this machine, mirror it, and show what happens.",
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor demo", "  stella attestor demo --for 60s"})
final class DemoCommand implements Callable<Integer> {
  private static final String ORIGIN = "demo.example/log";
  private static final long FIRST_ENTRIES = 1_000;
  private static final int MOST_NEW_ENTRIES = 400;
  private static final int USUAL_PORT = 9464;
  private static final Duration STEP = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationOption.class,
      description = "End after this time, as 60s. Without it: when told to by Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of metrics and health. Without it: 9464, else any that is free.")
  private @Nullable Integer port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Logging.verbose();
    FakeLog log = FakeLog.named(ORIGIN).grow(FIRST_ENTRIES);
    try (StopSignal stop = new StopSignal();
        Scratch scratch = Scratch.create("stella-demo-");
        FakeLogServer server = FakeLogServer.start(log)) {
      Settings settings = settings(scratch.directory(), log, server);
      say("A log of " + Words.count(log.size()) + " entries is served at " + server.url());
      say("Starting PostgreSQL and the routes …");
      try (Store store = Store.toWork(settings, "demo");
          AttestorRuntime runtime = RunCommand.start(settings, store)) {
        tell(settings, server);
        watch(log, settings, store, stop);
      }
    }
    return 0;
  }

  private void watch(FakeLog log, Settings settings, Store store, StopSignal stop)
      throws InterruptedException {
    Instant end = duration == null ? Instant.MAX : Instant.now().plus(duration);
    // it does not grow just before the end, so that what comes last is seen mirrored too
    while (!stop.await(shorter(STEP, end)) && Instant.now().plus(STEP).isBefore(end)) {
      show(settings, store);
      long more = ThreadLocalRandom.current().nextInt(1, MOST_NEW_ENTRIES);
      log.grow(more);
      say(
          "The log grows by %s to %s."
              .formatted(Words.count(more, "entry", "entries"), Words.count(log.size())));
    }
    stop.await(shorter(STEP, end));
    show(settings, store);
    say("The demo ends, and removes what it has made.");
  }

  private void show(Settings settings, Store store) {
    say("");
    say(SyncStatusCommand.table(SyncStatusCommand.statuses(settings, store)).toString());
  }

  private static Duration shorter(Duration step, Instant end) {
    Instant next = Instant.now().plus(step);
    return next.isBefore(end) ? step : Duration.between(Instant.now(), end);
  }

  private void tell(Settings settings, FakeLogServer server) {
    String url = "http://" + settings.monitoring().host() + ":" + settings.monitoring().port();
    say("");
    say("the log   " + server.url() + "checkpoint");
    say("metrics   " + url + "/metrics");
    say("health    " + url + "/health");
    say("mirror    " + settings.tiles().basePath());
    say(
        duration == null
            ? "Ctrl-C ends it."
            : "It ends by itself after " + DurationText.print(duration) + ".");
  }

  private Settings settings(Path directory, FakeLog log, FakeLogServer server) throws IOException {
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
            .formatted(directory, monitoringPort(), ORIGIN, server.url(), log.identity().key());
    return new SettingsLoader(directory, directory).parse("demo.yaml", yaml);
  }

  private int monitoringPort() throws IOException {
    if (port != null) {
      return requirePort(port);
    }
    try (ServerSocket usual = socket(USUAL_PORT)) {
      return usual.getLocalPort();
    } catch (BindException e) {
      try (ServerSocket free = socket(0)) {
        return free.getLocalPort();
      }
    }
  }

  private static ServerSocket socket(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }

  private static int requirePort(int port) {
    if (port < 1 || port > 65_535) {
      throw new AttestorException(
          Failure.CONFIGURATION, "--port " + port + " is out of range", "write 1 to 65535");
    }
    return port;
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
