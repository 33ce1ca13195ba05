package org.stellaops.attestor.app.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.FailureMapper;

/**
 * Finds mistakes in the operator's route files without running a route: invalid YAML, an unknown
 * step or component, an id that another route has.
 *
 * @param directory {@code attestor.routesDir}
 * @param properties the placeholders of the routes
 */
record RouteFileCheck(Path directory, Properties properties) {
  /**
   * Checks each file.
   *
   * @param failure of the start of all routes, if it has failed; it names the route
   * @throws AttestorException with {@code configuration} and the name of the first invalid file
   */
  void requireValid(@Nullable Exception failure) {
    if (failure != null) {
      requireValid(null);
    }
    Map<String, String> owners = new HashMap<>();
    try (DefaultCamelContext context = new DefaultCamelContext();
        Stream<Path> files = Files.list(directory)) {
      context.getPropertiesComponent().setOverrideProperties(properties);
      context.build();
      for (String pattern : RuntimeProperties.builtInRoutes().split(",")) {
        load(context, pattern).forEach(route -> owners.put(route.getId(), "the program"));
      }
      for (Path file : files.sorted().filter(RouteFileCheck::isRouteFile).toList()) {
        String problem = problem(context, file, owners, failure);
        if (!problem.isEmpty()) {
          throw new AttestorException(
              Failure.CONFIGURATION,
              "attestor.routesDir: " + file + ": " + problem,
              "correct the file, or remove it",
              failure);
        }
      }
    } catch (AttestorException e) {
      throw e;
    } catch (Exception e) {
      throw new AttestorException(
          Failure.CONFIGURATION, "attestor.routesDir: cannot check " + directory, "" + e, e);
    }
  }

  /** Empty if there is none. */
  private static String problem(
      DefaultCamelContext context,
      Path file,
      Map<String, String> owners,
      @Nullable Exception failure) {
    List<RouteDefinition> routes;
    try {
      routes = load(context, "file:" + file);
    } catch (Exception e) {
      return message(e);
    }
    for (RouteDefinition route : routes) {
      String id = route.getId();
      String owner = id == null ? null : owners.put(id, file.toString());
      if (owner != null) {
        return "the route id '" + id + "' is used by " + owner + ", too";
      }
      String component = route.getInput().getEndpointUri().split("[:?]", 2)[0];
      if (!component.contains("{") && context.getComponent(component, true, false) == null) {
        return "there is no component '" + component + "'";
      }
      if (failure != null && id != null && ("" + failure).contains(id)) {
        return message(failure);
      }
    }
    return "";
  }

  /** Loads the files of this pattern and returns their routes, which do not start. */
  private static List<RouteDefinition> load(DefaultCamelContext context, String pattern)
      throws Exception {
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(PluginHelper.getPackageScanResourceResolver(context).findResources(pattern));
    List<RouteDefinition> routes = List.copyOf(context.getRouteDefinitions());
    // a route with the same id would replace it
    context.removeRouteDefinitions(routes);
    return routes;
  }

  private static boolean isRouteFile(Path file) {
    return file.toString().endsWith(".camel.yaml");
  }

  /** The first lines of the message, because the parser of YAML quotes the file below them. */
  private static String message(Exception e) {
    String message = String.valueOf(FailureMapper.rootCause(e).getMessage());
    return message.lines().limit(2).map(String::strip).reduce((a, b) -> a + " " + b).orElse("" + e);
  }
}
