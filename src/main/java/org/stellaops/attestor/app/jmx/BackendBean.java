package org.stellaops.attestor.app.jmx;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.spi.RouteController;
import org.stellaops.attestor.app.TimedRoutes;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.route.monitoring.CachedLogStates;
import org.stellaops.attestor.route.sync.CycleReport;

/** The MBean of one backend. */
record BackendBean(
    Backend backend,
    CachedLogStates states,
    Supplier<MirrorStatus> status,
    Clock clock,
    BackendControl control)
    implements BackendMXBean {
  @Override
  public String getOrigin() {
    return backend.origin().name();
  }

  @Override
  public long getTreeSize() {
    return state().map(log -> log.pending().size()).orElse(-1L);
  }

  @Override
  public String getRootHash() {
    return state().map(log -> log.pending().root().hex()).orElse("");
  }

  @Override
  public long getMirroredSize() {
    return state().map(log -> log.mirrored().size()).orElse(-1L);
  }

  @Override
  public double getCoverage() {
    return state()
        .map(log -> log.isComplete() ? 1 : (double) log.covered() / log.pending().size())
        .orElse(-1.0);
  }

  @Override
  public long getAgeSeconds() {
    return state()
        .flatMap(LogState::lastSuccess)
        .map(at -> Math.max(0, Duration.between(at, clock.instant()).toSeconds()))
        .orElse(-1L);
  }

  @Override
  public String getState() {
    return status.get().of(state(), states.isQuarantined(backend), clock.instant());
  }

  @Override
  public String getLastFailure() {
    return state()
        .flatMap(LogState::lastFailure)
        .map(failed -> failed.failure().label() + ": " + failed.message())
        .orElse("");
  }

  @Override
  public boolean isPaused() {
    return control.context().getRoute(route()) != null
        && routes().getRouteStatus(route()).isSuspended();
  }

  @Override
  public String syncNow() {
    CycleReport report = control.sync(backend.id());
    return "%s, tree size %d, mirrored %d%s"
        .formatted(
            report.outcome(), report.treeSize(), report.mirroredSize(), suffix(report.message()));
  }

  @Override
  public String exportNow() {
    return control.exportDue(backend.id()).stream()
        .map(report -> report.outcome() + ", " + report.file() + suffix(report.message()))
        .reduce((one, two) -> one + "; " + two)
        .orElse("nothing new since the last receipt or the last bundle in the outbox");
  }

  @Override
  public void pause() {
    control("paused", () -> routes().suspendRoute(route()));
  }

  @Override
  public void resume() {
    control("resumed", () -> routes().resumeRoute(route()));
  }

  private static String suffix(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private interface RouteAction {
    void run() throws Exception;
  }

  private void control(String outcome, RouteAction action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new AttestorException(
          Failure.INTERNAL, "backend '" + backend.id() + "' is not " + outcome + ": " + e, "", e);
    }
  }

  private RouteController routes() {
    return control.context().getRouteController();
  }

  private Optional<LogState> state() {
    return states.of(backend);
  }

  private String route() {
    return TimedRoutes.Kind.POLL.route(backend.id());
  }
}
