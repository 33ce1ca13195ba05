package org.stellaops.attestor.app;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.route.monitoring.HealthCheckResult;

/**
 * The operator's routes. They start after those of the program, so that one that cannot start (its
 * broker is down, its port in use) does not stop the mirror. It is tried again at an interval.
 */
public final class AdditionalRoutes extends ModelLifecycleStrategySupport {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.routes");

  private final Optional<Path> directory;
  private final RouteOutcomes outcomes = new RouteOutcomes();
  private final List<RouteDefinition> routes = new CopyOnWriteArrayList<>();
  private final Set<RouteDefinition> waiting = ConcurrentHashMap.newKeySet();
  private final Map<String, Exception> startFailures = new ConcurrentHashMap<>();
  private volatile Optional<CamelContext> running = Optional.empty();

  /** The routes in {@code attestor.routesDir}, none of which is loaded yet. */
  public AdditionalRoutes(Optional<Path> directory) {
    this.directory = directory;
  }

  /** Recognizes the routes that this context loads from now on. */
  public void attach(CamelContext context) {
    context
        .getCamelContextExtension()
        .getContextPlugin(Model.class)
        .addModelLifecycleStrategy(this);
  }

  @Override
  public void onAddRouteDefinition(RouteDefinition route) {
    String autoStartup = route.getAutoStartup();
    // others are started by the operator, and have no check
    boolean startsItself = autoStartup == null || autoStartup.equals("true");
    if (startsItself && isAdditional(route.getResource())) {
      routes.add(route);
      route.routePolicy(outcomes);
      if (running.isEmpty()) {
        waiting.add(route);
        route.setAutoStartup("false");
      }
    }
  }

  @Override
  public void onRemoveRouteDefinition(@Nullable RouteDefinition route) {
    // Camel calls it before a route is added, too, with the one that it replaces
    if (route != null) {
      routes.remove(route);
      waiting.remove(route);
    }
  }

  /** Starts the routes. Those that do not start are tried again at the interval. */
  public void start(CamelContext context, Duration interval) {
    running = Optional.of(context);
    startWaiting(context);
    if (!waiting.isEmpty()) {
      var unused =
          context
              .getExecutorServiceManager()
              .newSingleThreadScheduledExecutor(this, "additional-routes")
              .scheduleWithFixedDelay(
                  () -> startWaiting(context),
                  interval.toMillis(),
                  interval.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private void startWaiting(CamelContext context) {
    routes.stream().filter(waiting::contains).forEach(route -> start(context, route));
  }

  private void start(CamelContext context, RouteDefinition definition) {
    String id = definition.getId();
    try {
      context.getRouteController().startRoute(id);
      waiting.remove(definition);
      if (startFailures.remove(id) != null) {
        LOG.info("route {} has started", id);
      }
    } catch (Exception e) {
      if (startFailures.put(id, e) == null) {
        LOG.error("route {} cannot start, it is tried again: {}", id, RouteChecks.message(e));
      }
    }
  }

  /** One check for each of the routes, none of which affects readiness. */
  public List<HealthCheckResult> checks() {
    return running.stream()
        .flatMap(context -> routes.stream().map(route -> context.getRoute(route.getId())))
        .filter(Objects::nonNull)
        .map(route -> RouteChecks.check(route, startFailures.get(route.getRouteId()), outcomes))
        .toList();
  }

  private boolean isAdditional(Resource resource) {
    return resource != null
        && directory.filter(path -> resource.getLocation().contains(path + "/")).isPresent();
  }
}
