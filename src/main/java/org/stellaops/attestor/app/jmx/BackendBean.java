package org.stellaops.attestor.app.jmx;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.route.monitoring.CachedLogStates;
import org.stellaops.attestor.route.monitoring.Pauses;
import org.stellaops.attestor.route.sync.CycleReport;

/** The MBean of one backend. */
record BackendBean(
    Backend backend,
    CachedLogStates states,
    Pauses pauses,
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
        .map(log ->
            log.isComplete() && log.damage().isEmpty()
                ? 1
                : log.damage().isPresent()
                    ? Double.NaN
                    : (double) log.covered() / log.pending().size())
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
    return status.get().of(states.facts(backend), clock.instant()).label();
  }

  @Override
  public String getLastFailure() {
    return states
        .lastFailure(backend)
        .map(failed -> failed.failure().label() + ": " + failed.message())
        .orElse("");
  }

  @Override
  public boolean isPaused() {
    return pauses.isPaused(backend.id());
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
    pauses.pause(backend.id());
    states.expire();
  }

  @Override
  public void resume() {
    pauses.resume(backend.id());
    states.expire();
  }

  private static String suffix(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private Optional<LogState> state() {
    return states.of(backend);
  }
}
