package org.stellaops.attestor.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.monitoring.HealthCheckResult;

/** The health of one route: its state, Camel's check of its consumer, and its last exchange. */
final class RouteChecks {
  private RouteChecks() {}

  /**
   * Checks a route. A route is healthy if it has started, its consumer reports no error, and its
   * last exchange has not failed.
   *
   * @param startFailure why the route has not started
   */
  static HealthCheckResult check(
      Route route, @Nullable Exception startFailure, RouteOutcomes outcomes) {
    Map<String, Object> data = new LinkedHashMap<>();
    ServiceStatus status =
        route.getCamelContext().getRouteController().getRouteStatus(route.getRouteId());
    data.put("critical", false);
    data.put("state", status.name());
    if (status.isStarted()) {
      consumerError(route).ifPresent(error -> data.put("error", message(error)));
    }
    outcomes
        .failed(route.getRouteId())
        .ifPresent(failed -> {
          data.put("failuresInARow", failed.count());
          data.put("error", message(failed.cause()));
        });
    if (startFailure != null) {
      data.put("error", message(startFailure));
    }
    return HealthCheckResult.of(
        "route-" + route.getRouteId(), status.isStarted() && !data.containsKey("error"), data);
  }

  /** What the consumer reports to Camel: usually that it cannot poll. */
  private static Optional<Throwable> consumerError(Route route) {
    return route.getConsumer() instanceof HealthCheckAware consumer
            && consumer.getHealthCheck() != null
        // a consumer that has not polled yet is DOWN, too, but without an error
        ? consumer.getHealthCheck().call().getError()
        : Optional.empty();
  }

  /** The root cause, without the passwords of an address that it quotes. */
  static String message(Throwable failure) {
    return URISupport.sanitizeUri(FailureMapper.rootCause(failure).toString());
  }
}
