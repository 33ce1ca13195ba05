package org.stellaops.attestor.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.Main;
import org.apache.camel.main.SimpleMainShutdownStrategy;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.config.ConsoleSettings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.console.Account;
import org.stellaops.attestor.console.HawtioConsole;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.route.AnchorOrder;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.EntryOrder;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;
import org.stellaops.attestor.route.KeyReport;
import org.stellaops.attestor.route.RepairReport;

/** The routes, running. Close it to stop them; what is in flight gets up to 20 seconds. */
public final class AttestorRuntime implements AutoCloseable {
  private final Main main = new Main();
  private final ObjectGraph graph;
  private final Properties properties;
  private final BackendBeans beans;
  private Optional<HawtioConsole> console = Optional.empty();

  private AttestorRuntime(ObjectGraph graph, RunMode mode, String version) {
    this.graph = graph;
    this.properties = RuntimeProperties.of(graph.settings(), mode, version);
    // the default one leaves a hook behind that holds the routes until the process ends
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setOverrideProperties(properties);
    main.setPropertyPlaceholderLocations("false");
    main.configure().addConfiguration(new RegistryBeans(graph, mode));
    this.beans = new BackendBeans(graph, this);
    if (mode.polls()) {
      main.configure()
          .addRoutesBuilder(
              new BackendRoutes(
                  polled(graph),
                  audited(graph),
                  pruned(graph),
                  BackendReader.read(graph.settings()).ids(),
                  graph.settings().airGap(),
                  graph.settings().verify().inbox()));
    }
  }

  /**
   * Starts the routes.
   *
   * @param version the version of the program, for the User-Agent
   * @throws AttestorException if they do not start
   */
  public static AttestorRuntime start(ObjectGraph graph, RunMode mode, String version) {
    if (mode.serves()) {
      MonitoringPort.requireFree(graph.settings().monitoring());
    }
    if (mode.polls()) {
      graph.settings().program().routesDir().ifPresent(RouteDirectory::require);
    }
    AttestorRuntime runtime = new AttestorRuntime(graph, mode, version);
    try {
      runtime.main.start();
      if (mode.polls()) {
        runtime.beans.register();
        runtime.console = console(graph.settings().console());
      }
      return runtime;
    } catch (AttestorException e) {
      runtime.close();
      throw e;
    } catch (Exception e) {
      runtime.close();
      throw new AttestorException(
          Failure.INTERNAL,
          "the routes do not start: " + deepest(e),
          "this is a fault of the program or of its configuration; repeat with --debug",
          e);
    }
  }

  private static Optional<HawtioConsole> console(ConsoleSettings settings) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    String password = settings.password().orElseThrow().read(System.getenv());
    Account account = new Account(settings.user(), password);
    return Optional.of(HawtioConsole.start(settings.host(), settings.port(), account));
  }

  /** Where a browser finds the console; empty if there is none. */
  public Optional<URI> consoleUrl() {
    return console.map(HawtioConsole::url);
  }

  /** Takes up from now on what changes in this configuration file, as far as routes can. */
  public void watch(Path file, SettingsLoader loader) {
    graph.configuration().watch(file, loader, new TimedRoutes(main.getCamelContext(), properties));
  }

  /**
   * Runs one cycle over a backend and gives the report that matters most, whether it went well or
   * not: of a server with shards that of the first shard that failed, or else of the active one.
   *
   * @throws AttestorException if not even a report could be made
   */
  public CycleReport sync(String backend) {
    List<CycleReport> reports = syncAll(backend);
    return reports.stream()
        .filter(report -> report.failure().isPresent())
        .findFirst()
        .orElseGet(() -> reports.get(0));
  }

  /**
   * Runs one cycle over each log of a backend and gives their reports, the active shard first.
   *
   * @throws AttestorException if not even a report could be made
   */
  public List<CycleReport> syncAll(String backend) {
    Object answer = ask("direct:sync-backend", Map.of("backend", backend), null, Object.class);
    List<?> all = answer instanceof List<?> list ? list : List.of(answer);
    return all.stream().map(CycleReport.class::cast).toList();
  }

  /** Ties heads of shards to those that we hold, and gives the order with what came of it. */
  public AnchorOrder anchor(String backend, AnchorOrder order) {
    return ask(
        "direct:add-anchors", Map.of("backend", backend, "order", order), null, AnchorOrder.class);
  }

  /** Gets single entries of a Rekor v1 server, and gives the order with what came of it. */
  public EntryOrder fetch(String backend, EntryOrder order) {
    return ask(
        "direct:fetch-entries", Map.of("backend", backend, "order", order), null, EntryOrder.class);
  }

  /**
   * Opens the checkpoint that a log shows now with its key, and reports, whether it fits or not.
   */
  public KeyReport verifyKey(String backend) {
    return ask("direct:verify-key", Map.of("backend", backend), null, KeyReport.class);
  }

  /** Makes good what an audit has found, and gives the report, whether it went well or not. */
  public RepairReport repair(AuditReport findings) {
    return ask(
        "direct:repair-mirror",
        Map.of("backend", findings.backend()),
        findings,
        RepairReport.class);
  }

  /** Exports a log and gives the report of each volume, whether it went well or not. */
  @SuppressWarnings("unchecked") // the route ends with nothing else
  public List<BundleReport> export(ExportRequest request) {
    return ask("direct:export-bundle", Map.of("request", request), null, List.class);
  }

  /**
   * Exports into the outbox what is new of a log; no report if nothing is.
   *
   * @throws AttestorException if there is no outbox
   */
  List<BundleReport> exportDue(String backend) {
    if (graph.settings().airGap().outbox().isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "there is no outbox to export '" + backend + "' into",
          "set attestor.airGap.outbox");
    }
    return graph.airGap().outbox().scheduled(backend).stream()
        .flatMap(due -> export(due).stream())
        .toList();
  }

  /** Imports a bundle and gives the report, whether it went well or not. */
  public BundleReport importBundle(ImportRequest request) {
    return ask("direct:import-bundle", Map.of("request", request), null, BundleReport.class);
  }

  /** Tells and records that a bundle cannot even be begun with, and gives the report back. */
  public BundleReport refuseImport(ImportRequest request, BundleReport why) {
    return ask("direct:end-import", Map.of("request", request), why, BundleReport.class);
  }

  /** Sends one message and waits for the report that the route ends with. */
  private <T> T ask(
      String route, Map<String, Object> variables, @Nullable Object body, Class<T> report) {
    try (ProducerTemplate routes = main.getCamelContext().createProducerTemplate()) {
      Exchange answer =
          routes.request(
              route,
              exchange -> {
                variables.forEach(exchange::setVariable);
                exchange.getMessage().setBody(body);
              });
      if (report.isInstance(answer.getMessage().getBody())) {
        return report.cast(answer.getMessage().getBody());
      }
      // no route is to end like this; if one does, its exception must not be lost
      throw new AttestorException(
          Failure.INTERNAL,
          "the work on " + variables.values() + " ended without a report",
          "look at the log above; it may have been told to stop",
          answer.getException());
    } catch (IOException e) {
      throw new AttestorException(Failure.INTERNAL, "the routes do not let go: " + e, "", e);
    }
  }

  WatchedConfiguration configuration() {
    return graph.configuration();
  }

  CamelContext context() {
    return main.getCamelContext();
  }

  /** Whether the routes still run. */
  public boolean isRunning() {
    return main.isStarted();
  }

  @Override
  public void close() {
    console.ifPresent(HawtioConsole::close);
    beans.close();
    graph.audits().end();
    graph.busyServers().end();
    main.stop();
    graph.verifying().close();
  }

  private static List<String> audited(ObjectGraph graph) {
    return graph.settings().audit().enabled()
        ? BackendReader.read(graph.settings()).ids()
        : List.of();
  }

  private static List<String> polled(ObjectGraph graph) {
    return graph.settings().sync().enabled()
        ? BackendReader.read(graph.settings()).ids()
        : List.of();
  }

  private static List<String> pruned(ObjectGraph graph) {
    return graph.settings().tiles().autoPruneAfter().isZero()
        ? List.of()
        : BackendReader.read(graph.settings()).ids();
  }

  private static String deepest(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
