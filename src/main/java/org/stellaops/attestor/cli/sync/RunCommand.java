package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfiguredCommand;
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.LoggingProperties;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}: the daemon. */
@Command(
    name = "run",
    description = "Run the daemon: follow all enabled logs, and serve metrics and health.",
    footer = {"  stella attestor run", "  stella attestor run --config /etc/stella/attestor.yaml"})
public final class RunCommand extends ConfiguredCommand implements Callable<ExitCode> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  @Option(
      names = "--dev",
      description =
          "Reload the routes when a route file changes, in src/main/resources/routes of the"
              + " checkout or in attestor.routesDir.")
  private boolean dev;

  @Override
  public ExitCode call() throws IOException, InterruptedException {
    Settings settings = config.load();
    LoggingProperties.setFormat(settings.program().logFormat());
    if (!GlobalOptions.isQuiet(spec)) {
      LoggingProperties.enableInfoLevel();
    }
    try (StopSignal stop = new StopSignal()) {
      if (stop.interrupts(() -> run(settings, stop))) {
        printNotice("stopped while starting");
      }
    }
    return ExitCode.SUCCESS;
  }

  private void run(Settings settings, StopSignal stop) throws IOException, InterruptedException {
    try (PostgresStore store = PostgresStore.openPooled(settings, "run");
        AttestorRuntime runtime = start(settings, store, stop)) {
      runtime.watch(config.path(), ConfigOption.loader());
      if (dev) {
        runtime.reloadRoutes(checkoutRoutes()).start();
      } else {
        runtime.watchRouteFiles();
      }
      printAddresses(settings, runtime);
      stop.await();
    }
  }

  static AttestorRuntime start(Settings settings, PostgresStore store, StopSignal stop)
      throws IOException {
    stop.requireRunning();
    ObjectGraph graph =
        new ObjectGraph(
            settings,
            store,
            tileBudget(settings),
            LOCK_TIMEOUT,
            SyncListener.NONE,
            BundleListener.NONE,
            Clock.systemUTC());
    RunMode mode = settings.monitoring().enabled() ? RunMode.DAEMON : RunMode.QUIET_DAEMON;
    return AttestorRuntime.start(graph, mode, ProgramVersion.number());
  }

  /** Returns the configured limits of one cycle. */
  static TileBudget tileBudget(Settings settings) {
    return new TileBudget(settings.sync().enableTileSync(), settings.sync().maxTilesPerSync());
  }

  private static Path checkoutRoutes() {
    Path routes = Path.of(System.getProperty("stella.home", ""), "src/main/resources/routes");
    if (!Files.isDirectory(routes)) {
      throw new UsageException(
          "--dev needs a checkout: there is no directory " + routes.toAbsolutePath(),
          "run bin/stella of a checkout, or leave out --dev");
    }
    return routes;
  }

  private void printAddresses(Settings settings, AttestorRuntime runtime) {
    if (settings.monitoring().enabled()) {
      String url = "http://" + settings.monitoring().host() + ":" + settings.monitoring().port();
      printLine("metrics " + url + "/metrics");
      printLine("health  " + url + "/health");
    }
    runtime.consoleUrl().ifPresent(url -> printLine("console " + url));
    printLine("mirrors " + settings.tiles().basePath());
    out().flush();
  }
}
