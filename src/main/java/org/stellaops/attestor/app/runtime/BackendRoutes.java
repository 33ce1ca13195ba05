package org.stellaops.attestor.app.runtime;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.config.Settings;

/**
 * Adds the routes {@code poll-<id>} or {@code check-<id>}, {@code audit-<id>}, {@code prune-<id>}
 * and {@code export-<id>} of each backend from the route templates of the same names.
 */
final class BackendRoutes extends RouteBuilder {
  private final Settings settings;

  BackendRoutes(Settings settings) {
    this.settings = settings;
  }

  @Override
  public void configure() {
    addRoutes("poll", settings.sync().enabled());
    addRoutes("check", !settings.sync().enabled());
    addRoutes("audit", settings.audit().enabled());
    addRoutes("prune", !settings.tiles().autoPruneAfter().isZero());
    addRoutes(
        "export",
        settings.airGap().outbox().isPresent() && !settings.airGap().exportInterval().isZero());
  }

  private void addRoutes(String activity, boolean enabled) {
    List<String> ids = enabled ? BackendFactory.create(settings).ids() : List.of();
    for (String id : ids) {
      templatedRoute(activity + "-backend").routeId(activity + "-" + id).parameter("backendId", id);
    }
  }
}
