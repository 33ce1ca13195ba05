package org.stellaops.attestor.app;

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
  private final List<String> polled;
  private final List<String> audited;
  private final List<String> pruned;
  private final AirGapSettings airGap;
  private final Optional<Path> attestations;
  private final List<String> all;

  BackendRoutes(
      List<String> polled,
      List<String> audited,
      List<String> pruned,
      List<String> all,
      AirGapSettings airGap,
      Optional<Path> attestations) {
    this.polled = polled;
    this.audited = audited;
    this.pruned = pruned;
    this.all = all;
    this.airGap = airGap;
    this.attestations = attestations;
  }

  @Override
  public void configure() {
    for (String id : polled) {
      templatedRoute("poll-backend").routeId("poll-" + id).parameter("backendId", id);
    }
    for (String id : audited) {
      templatedRoute("audit-backend").routeId("audit-" + id).parameter("backendId", id);
    }
    for (String id : pruned) {
      templatedRoute("prune-backend").routeId("prune-" + id).parameter("backendId", id);
    }
    airGap.inbox().ifPresent(this::watchInbox);
    airGap.outbox().ifPresent(this::serveOutbox);
    attestations.ifPresent(this::watchAttestations);
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
      for (String id : all) {
        templatedRoute("export-on-schedule").routeId("export-" + id).parameter("backendId", id);
      }
    }
  }
}
