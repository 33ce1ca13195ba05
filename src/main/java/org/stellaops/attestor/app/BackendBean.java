package org.stellaops.attestor.app;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.spi.RouteController;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StatusWord;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.LogStates;

/** What JMX shows of one backend, and does with it. */
final class BackendBean implements BackendMXBean {
  private final Backend backend;
  private final LogStates states;
  private final Supplier<StatusWord> word;
  private final Clock clock;
  private final AttestorRuntime runtime;

  BackendBean(
      Backend backend,
      LogStates states,
      Supplier<StatusWord> word,
      Clock clock,
      AttestorRuntime runtime) {
    this.backend = backend;
    this.states = states;
    this.word = word;
    this.clock = clock;
    this.runtime = runtime;
  }

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
        .map(log -> log.complete() ? 1 : (double) log.covered() / log.pending().size())
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
    return word.get().of(state(), states.isQuarantined(backend), clock.instant());
  }

  @Override
  public String getLastFailure() {
    return state()
        .flatMap(LogState::lastFailure)
        .map(failed -> failed.failure().word() + ": " + failed.message())
        .orElse("");
  }

  @Override
  public boolean isPaused() {
    return runtime.context().getRoute(route()) != null
        && routes().getRouteStatus(route()).isSuspended();
  }

  @Override
  public String syncNow() {
    CycleReport report = runtime.sync(backend.id());
    return report.outcome()
        + ", tree size "
        + report.treeSize()
        + ", mirrored "
        + report.mirroredSize()
        + (report.message().isEmpty() ? "" : ": " + report.message());
  }

  @Override
  public String exportNow() {
    return runtime.exportDue(backend.id()).stream()
        .map(report ->
            report.outcome()
                + ", "
                + report.file()
                + (report.message().isEmpty() ? "" : ": " + report.message()))
        .reduce((one, two) -> one + "; " + two)
        .orElse("nothing is new since the last receipt or the last bundle in the outbox");
  }

  @Override
  public void pause() {
    control("paused", () -> routes().suspendRoute(route()));
  }

  @Override
  public void resume() {
    control("resumed", () -> routes().resumeRoute(route()));
  }

  private interface Step {
    void run() throws Exception;
  }

  private void control(String what, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      throw new AttestorException(
          Failure.INTERNAL, "backend '" + backend.id() + "' is not " + what + ": " + e, "", e);
    }
  }

  private RouteController routes() {
    return runtime.context().getRouteController();
  }

  private Optional<LogState> state() {
    return states.of(backend);
  }

  private String route() {
    return TimedRoutes.Kind.POLL.route(backend.id());
  }
}
