package org.stellaops.attestor.app;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/** Remembers for each route how many exchanges in a row have failed, and why the last one did. */
final class RouteOutcomes extends RoutePolicySupport {
  private final Map<String, Failed> failures = new ConcurrentHashMap<>();

  @Override
  public void onExchangeDone(Route route, Exchange exchange) {
    Exception cause = exchange.getException();
    if (cause == null) {
      failures.remove(route.getRouteId());
    } else {
      failures.merge(
          route.getRouteId(),
          new Failed(1, cause),
          (before, now) -> new Failed(before.count() + 1, cause));
    }
  }

  /** The failed exchanges since the last successful one; empty if that was the last one. */
  Optional<Failed> failed(String route) {
    return Optional.ofNullable(failures.get(route));
  }

  /**
   * Failed exchanges.
   *
   * @param cause of the last one
   */
  record Failed(long count, Exception cause) {}
}
