package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.io.PrintWriter;
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
import org.stellaops.attestor.cli.GlobalOptions;
import org.stellaops.attestor.cli.LoggingProperties;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: the daemon. */
@Command(
    name = "run",
    description = "Run the daemon: follow all enabled logs, and serve metrics and health.",
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor run", "  stella attestor run --config /etc/stella/attestor.yaml"})
public final class RunCommand implements Callable<Integer> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  @Mixin private ConfigOption config;

  @Option(
      names = "--dev",
      description =
          "Reload the routes when a route file changes, in src/main/resources/routes of the"
              + " checkout or in attestor.routesDir.")
  private boolean dev;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = config.load();
    LoggingProperties.setFormat(settings.program().logFormat());
    if (!GlobalOptions.isQuiet(spec)) {
      LoggingProperties.enableInfoLevel();
    }
    try (StopSignal stop = new StopSignal();
        PostgresStore store = PostgresStore.openPooled(settings, "run");
        AttestorRuntime runtime = start(settings, store)) {
      runtime.watch(config.path(), ConfigOption.loader());
      if (dev) {
        runtime.reloadRoutes(checkoutRoutes()).start();
      }
      printAddresses(settings, runtime);
      stop.await();
    }
    return 0;
  }

  static AttestorRuntime start(Settings settings, PostgresStore store) throws IOException {
    TileBudget budget =
        new TileBudget(settings.sync().enableTileSync(), settings.sync().maxTilesPerSync());
    ObjectGraph graph =
        new ObjectGraph(
            settings,
            store,
            budget,
            LOCK_TIMEOUT,
            SyncListener.NONE,
            BundleListener.NONE,
            Clock.systemUTC());
    RunMode mode = settings.monitoring().enabled() ? RunMode.DAEMON : RunMode.QUIET_DAEMON;
    return AttestorRuntime.start(graph, mode, ProgramVersion.number());
  }

  private static Path checkoutRoutes() {
    Path routes = Path.of(System.getProperty("stella.home", ""), "src/main/resources/routes");
    if (!Files.isDirectory(routes)) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "--dev needs a checkout: there is no directory " + routes.toAbsolutePath(),
          "run bin/stella of a checkout, or leave out --dev");
    }
    return routes;
  }

  private void printAddresses(Settings settings, AttestorRuntime runtime) {
    PrintWriter out = spec.commandLine().getOut();
    if (settings.monitoring().enabled()) {
      String url = "http://" + settings.monitoring().host() + ":" + settings.monitoring().port();
      out.println("metrics " + url + "/metrics");
      out.println("health  " + url + "/health");
    }
    runtime.consoleUrl().ifPresent(url -> out.println("console " + url));
    out.println("mirrors " + settings.tiles().basePath());
    out.flush();
  }
}
