package org.stellaops.attestor.app.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.camel.builder.RouteBuilder;
import org.stellaops.attestor.config.AirGapSettings;

/**
 * The routes {@code poll-<id>}, {@code audit-<id>}, {@code prune-<id>} and {@code export-<id>} of
 * each backend, and those that watch the inboxes and the outbox, from the templates that the YAML
 * defines.
 */
final class BackendRoutes extends RouteBuilder {
  private final List<String> polledIds;
  private final List<String> auditedIds;
  private final List<String> prunedIds;
  private final AirGapSettings airGap;
  private final Optional<Path> attestationInbox;
  private final List<String> allIds;

  BackendRoutes(
      List<String> polledIds,
      List<String> auditedIds,
      List<String> prunedIds,
      List<String> allIds,
      AirGapSettings airGap,
      Optional<Path> attestationInbox) {
    this.polledIds = polledIds;
    this.auditedIds = auditedIds;
    this.prunedIds = prunedIds;
    this.allIds = allIds;
    this.airGap = airGap;
    this.attestationInbox = attestationInbox;
  }

  @Override
  public void configure() {
    for (String id : polledIds) {
      templatedRoute("poll-backend").routeId("poll-" + id).parameter("backendId", id);
    }
    for (String id : auditedIds) {
      templatedRoute("audit-backend").routeId("audit-" + id).parameter("backendId", id);
    }
    for (String id : prunedIds) {
      templatedRoute("prune-backend").routeId("prune-" + id).parameter("backendId", id);
    }
    airGap.inbox().ifPresent(this::watchInbox);
    airGap.outbox().ifPresent(this::serveOutbox);
    attestationInbox.ifPresent(this::watchAttestations);
  }

  private void watchInbox(Path inbox) {
    templatedRoute("watch-inbox").routeId("watch-inbox").parameter("directory", inbox.toString());
  }

  private void watchAttestations(Path inbox) {
    templatedRoute("watch-attestations")
        .routeId("watch-attestations")
        .parameter("directory", inbox.toString());
  }

  private void serveOutbox(Path outbox) {
    templatedRoute("watch-requests")
        .routeId("watch-requests")
        .parameter("directory", outbox.resolve("requests").toString());
    if (!airGap.exportInterval().isZero()) {
      for (String id : allIds) {
        templatedRoute("export-on-schedule").routeId("export-" + id).parameter("backendId", id);
      }
    }
  }
}
