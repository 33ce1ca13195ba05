package org.stellaops.attestor.app.runtime;

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
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.TimedRoutes;
import org.stellaops.attestor.app.WatchedConfiguration;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.beans.RegistryBeans;
import org.stellaops.attestor.app.jmx.BackendControl;
import org.stellaops.attestor.app.jmx.MBeanRegistrar;
import org.stellaops.attestor.config.ConsoleSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.console.ConsoleAccount;
import org.stellaops.attestor.console.HawtioConsole;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.route.maintenance.RepairReport;
import org.stellaops.attestor.route.rekor.AnchorRequest;
import org.stellaops.attestor.route.rekor.EntryRequest;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.KeyCheck;

/** The running routes. Closing it stops them; exchanges in flight have 20 seconds to finish. */
public final class AttestorRuntime implements BackendControl, AutoCloseable {
  private final Main main = new Main();
  private final ObjectGraph graph;
  private final Properties properties;
  private final MBeanRegistrar mbeans;
  private Optional<HawtioConsole> console = Optional.empty();
  private Optional<RouteReload> routeReload = Optional.empty();

  private AttestorRuntime(ObjectGraph graph, RunMode mode, String version) {
    this.graph = graph;
    this.properties = RuntimeProperties.of(graph.settings(), mode, version);
    // the default one registers a hook that keeps the routes until the process ends
    main.setShutdownStrategy(new SimpleMainShutdownStrategy());
    main.setOverrideProperties(properties);
    main.setPropertyPlaceholderLocations("false");
    main.configure().addConfiguration(new RegistryBeans(graph, mode));
    this.mbeans = new MBeanRegistrar(graph, this);
    if (mode.isPolling()) {
      main.configure().addRoutesBuilder(new BackendRoutes(graph.settings()));
    }
  }

  /**
   * Starts the routes.
   *
   * @param version the version of the program, for the User-Agent
   * @throws AttestorException if they do not start
   */
  public static AttestorRuntime start(ObjectGraph graph, RunMode mode, String version) {
    if (mode.isServing()) {
      MonitoringPort.requireFree(graph.settings().monitoring());
    }
    if (mode.isPolling()) {
      graph.settings().program().routesDir().ifPresent(RouteDirectory::requireSafe);
    }
    AttestorRuntime runtime = new AttestorRuntime(graph, mode, version);
    try {
      runtime.main.start();
      if (mode.isServing()) {
        MonitoringPort.refuseOtherSites(runtime.context(), graph.settings().monitoring());
      }
      if (mode.isPolling()) {
        graph.additionalRoutes().start(runtime.context(), graph.settings().sync().syncInterval());
        runtime.mbeans.register();
        runtime.console = console(graph.settings().console());
      }
      return runtime;
    } catch (AttestorException e) {
      runtime.close();
      throw e;
    } catch (Exception e) {
      runtime.close();
      CamelOptionsCheck.requireValid(graph.settings().camel());
      graph
          .settings()
          .program()
          .routesDir()
          .filter(directory -> mode.isPolling())
          .ifPresent(
              directory -> new RouteFileCheck(directory, runtime.properties).requireValid(e));
      throw new AttestorException(
          Failure.INTERNAL,
          "cannot start the routes: " + FailureMapper.rootCause(e),
          "this is an error in the program or its configuration; run again with --debug",
          e);
    }
  }

  /**
   * Checks the options of Camel and the route files of the operator.
   *
   * @throws AttestorException with {@code configuration} and the name of an invalid option or file
   */
  public static void checkRouteFiles(Settings settings, String version) {
    CamelOptionsCheck.requireValid(settings.camel());
    Optional<Path> directory = settings.program().routesDir();
    if (directory.isPresent()) {
      RouteDirectory.requireSafe(directory.get());
      Properties properties = RuntimeProperties.of(settings, RunMode.DAEMON, version);
      new RouteFileCheck(directory.get(), properties).requireValid(null);
    }
  }

  private static Optional<HawtioConsole> console(ConsoleSettings settings) {
    if (!settings.enabled()) {
      return Optional.empty();
    }
    String password = settings.password().orElseThrow().read(System.getenv());
    ConsoleAccount account = new ConsoleAccount(settings.user(), password);
    return Optional.of(
        HawtioConsole.start(
            settings.host(), settings.port(), settings.hostNames().orElse(""), account));
  }

  /** The URL of the console; empty if it is not enabled. */
  public Optional<URI> consoleUrl() {
    return console.map(HawtioConsole::url);
  }

  /** Applies changes of this configuration file from now on, as far as running routes can. */
  public void watch(Path file, SettingsLoader loader) {
    graph.configuration().watch(file, loader, new TimedRoutes(main.getCamelContext(), properties));
  }

  /** Reports route files of the operator that change from now on, because they are not loaded. */
  public void watchRouteFiles() {
    graph.settings().program().routesDir().ifPresent(graph.configuration()::watchRouteFiles);
  }

  /**
   * Reloads the routes when a route file changes; for development.
   *
   * @param builtIn the directory of the built-in route files, {@code src/main/resources/routes} in
   *     a checkout
   */
  public RouteReload reloadRoutes(Path builtIn) {
    RouteReload reload = new RouteReload(main.getCamelContext(), graph.settings(), builtIn);
    routeReload = Optional.of(reload);
    return reload;
  }

  /**
   * Runs one cycle of a backend and returns its report, successful or not; for a server with shards
   * that of the first failed shard, or else of the active one.
   *
   * @throws AttestorException if there is no report
   */
  @Override
  public CycleReport sync(String backend) {
    List<CycleReport> reports = syncAll(backend);
    return reports.stream()
        .filter(report -> report.failure().isPresent())
        .findFirst()
        .orElseGet(() -> reports.get(0));
  }

  /**
   * Runs one cycle of each log of a backend and returns their reports, the active shard first.
   *
   * @throws AttestorException if there is no report
   */
  public List<CycleReport> syncAll(String backend) {
    Object answer = request("direct:sync-backend", Map.of("backend", backend), null, Object.class);
    List<?> all = answer instanceof List<?> list ? list : List.of(answer);
    return all.stream().map(CycleReport.class::cast).toList();
  }

  /** Fetches anchors for shards and returns the request with the results. */
  public AnchorRequest addAnchors(String backend, AnchorRequest request) {
    return request(
        "direct:add-anchors",
        Map.of("backend", backend, "operation", request),
        null,
        AnchorRequest.class);
  }

  /** Fetches single entries of a Rekor v1 server and returns the request with the results. */
  public EntryRequest fetchEntries(String backend, EntryRequest request) {
    return request(
        "direct:fetch-entries",
        Map.of("backend", backend, "operation", request),
        null,
        EntryRequest.class);
  }

  /** Verifies the current checkpoint of a log with its key and returns a report. */
  public KeyCheck verifyKey(String backend) {
    return request("direct:verify-key", Map.of("backend", backend), null, KeyCheck.class);
  }

  /** Accepts the present directory as that of a log's mirror and returns a report. */
  public CycleReport adopt(String backend) {
    return request("direct:adopt-mirror", Map.of("backend", backend), null, CycleReport.class);
  }

  /** Repairs the findings of an audit and returns the report, successful or not. */
  public RepairReport repair(AuditReport findings) {
    return request(
        "direct:repair-mirror",
        Map.of("backend", findings.backend()),
        findings,
        RepairReport.class);
  }

  /** Exports a log and returns the report of each volume, successful or not. */
  @SuppressWarnings("unchecked") // the only result of the route
  public List<BundleReport> export(ExportRequest request) {
    return request("direct:export-bundle", Map.of("exportRequest", request), null, List.class);
  }

  @Override
  public List<BundleReport> exportDue(String backend) {
    if (graph.settings().airGap().outbox().isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "no outbox to export '" + backend + "' to",
          "set attestor.airGap.outbox");
    }
    return graph.outbox().scheduled(backend).stream()
        .flatMap(request -> export(request).stream())
        .toList();
  }

  /** Imports a bundle and returns the report, successful or not. */
  public BundleReport importBundle(ImportRequest request) {
    return request(
        "direct:import-bundle", Map.of("importRequest", request), null, BundleReport.class);
  }

  /** Logs and records that the import of a bundle cannot start, and returns the report. */
  public BundleReport rejectImport(ImportRequest request, BundleReport rejection) {
    return request(
        "direct:end-import", Map.of("importRequest", request), rejection, BundleReport.class);
  }

  /** Sends one message and waits for the result of the route. */
  private <T> T request(
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
      // unexpected, but the exception must not be lost
      throw new AttestorException(
          Failure.INTERNAL,
          "no report of the work on " + variables.values(),
          "see the log above; the process may be stopping",
          answer.getException());
    } catch (IOException e) {
      throw new AttestorException(Failure.INTERNAL, "cannot stop the routes: " + e, "", e);
    }
  }

  public WatchedConfiguration configuration() {
    return graph.configuration();
  }

  public CamelContext context() {
    return main.getCamelContext();
  }

  /** Whether the routes are running. */
  public boolean isRunning() {
    return main.isStarted();
  }

  @Override
  public void close() {
    routeReload.ifPresent(RouteReload::close);
    console.ifPresent(HawtioConsole::close);
    mbeans.close();
    graph.interrupt();
    main.stop();
    graph.close();
  }
}
