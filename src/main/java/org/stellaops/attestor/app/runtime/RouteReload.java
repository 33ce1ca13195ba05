package org.stellaops.attestor.app.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.route.FailureMapper;

/**
 * Reloads the routes of a running daemon when a route file changes; for development.
 *
 * <p>Camel's own reload does not create the routes of templates again, so the daemon would stop
 * polling. This class replaces all routes, because a file may contain templates and route
 * configurations that other files use. If the new files are invalid, it logs the problem and
 * continues with the previous ones.
 */
public final class RouteReload implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.routes");
  private static final String EXTENSION = ".camel.yaml";
  private static final long STOP_TIMEOUT_SECONDS = 20;
  private static final long INTERVAL_MILLIS = 500;

  private final CamelContext context;
  private final Settings settings;
  private final Path builtIn;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "route-reload");
        thread.setDaemon(true);
        return thread;
      });
  private Map<Path, String> loaded;

  /**
   * Watches nothing until {@link #start}.
   *
   * @param builtIn the directory of the built-in route files, which the context runs
   */
  RouteReload(CamelContext context, Settings settings, Path builtIn) {
    this.context = context;
    this.settings = settings;
    this.builtIn = builtIn;
    this.loaded = read();
  }

  /** Checks the files twice a second in a background thread. */
  public void start() {
    LOG.info("route files in {} are reloaded when they change", builtIn);
    // check() catches what it throws, so the future has nothing to report
    var unused =
        timer.scheduleWithFixedDelay(
            this::check, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void check() {
    try {
      reloadIfChanged();
    } catch (RuntimeException e) {
      LOG.error("the routes cannot be reloaded", e);
    }
  }

  /**
   * Reloads the routes if a file has changed.
   *
   * @return whether the routes of changed files run now
   */
  public synchronized boolean reloadIfChanged() {
    Map<Path, String> files = read();
    if (files.equals(loaded)) {
      return false;
    }
    Map<Path, String> previous = loaded;
    loaded = files;
    try {
      replaceRoutes(files);
      LOG.info("reloaded {} routes", context.getRoutesSize());
      return true;
    } catch (Exception e) {
      LOG.error(
          "invalid route file, the previous routes continue: {}",
          FailureMapper.rootCause(e).toString());
    }
    try {
      replaceRoutes(previous);
    } catch (Exception e) {
      LOG.error("the previous routes do not start; restart the daemon", e);
    }
    return false;
  }

  private void replaceRoutes(Map<Path, String> files) throws Exception {
    List<Resource> resources = new ArrayList<>();
    files.forEach((file, text) -> resources.add(ResourceHelper.fromString("mem:" + file, text)));
    // Parse before the routes stop, so that most mistakes do not interrupt them.
    PluginHelper.getRoutesLoader(context).findRoutesBuilders(resources);
    removeRoutes();
    context.removeRouteTemplates("*");
    PluginHelper.getRoutesLoader(context).updateRoutes(resources);
    BackendRoutes backends = new BackendRoutes(settings);
    backends.configureRoutes(context);
    backends.addTemplatedRoutesToCamelContext(context);
  }

  /** Stops the routes that start work before those that they call, so that current work ends. */
  private void removeRoutes() throws Exception {
    List<Route> routes = new ArrayList<>(context.getRoutes());
    routes.sort(Comparator.comparing(RouteReload::isInternal));
    for (Route each : routes) {
      context
          .getRouteController()
          .stopRoute(each.getRouteId(), STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      context.removeRoute(each.getRouteId());
    }
  }

  private static boolean isInternal(Route route) {
    String uri = route.getEndpoint().getEndpointUri();
    return uri.startsWith("direct:") || uri.startsWith("seda:");
  }

  /** Returns the content of each route file; a file that disappears meanwhile is left out. */
  private Map<Path, String> read() {
    Map<Path, String> files = new TreeMap<>();
    addAll(files, builtIn, Integer.MAX_VALUE);
    settings.program().routesDir().ifPresent(directory -> addAll(files, directory, 1));
    return files;
  }

  private static void addAll(Map<Path, String> files, Path directory, int depth) {
    try (Stream<Path> found = Files.walk(directory, depth)) {
      for (Path each : found.filter(file -> file.toString().endsWith(EXTENSION)).toList()) {
        files.put(each, Files.readString(each));
      }
    } catch (IOException e) {
      LOG.warn("cannot read the route files in {}: {}", directory, e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
