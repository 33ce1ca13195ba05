package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;

/**
 * Begins and ends cycles: acquires and releases the lock of the log, and logs the result.
 *
 * @param lockTimeout longest wait for another process on the same log
 */
public record SyncCycles(
    BackendCatalog backends,
    CheckpointStore store,
    EvidenceStore evidence,
    LogLocks locks,
    SyncMetrics metrics,
    Clock clock,
    Duration lockTimeout) {
  static final String RECORD_ROUTE = "record-cycle";
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");
  private static final String NOT_STORED = "{}: the failure could not be stored: {}";

  /** Returns a cycle that has no lock yet. */
  public Operation start(@Variable("backend") String id) {
    return Operation.recordedBy(RECORD_ROUTE, error -> fail(id, null, error));
  }

  /** Acquires the lock of the log and begins a cycle. */
  public SyncCycle begin(@Variable("backend") String id) {
    Instant started = clock.instant();
    HeadUpdate locked = lock(backends.get(id));
    return new SyncCycle(locked, started, (cycle, error) -> fail(id, cycle, error));
  }

  /** Acquires the lock of a log that is not in quarantine, for an update that is not a cycle. */
  public HeadUpdate lock(Backend backend) {
    requireNotQuarantined(backend);
    LogLocks.HeldLock lock = locks.acquire(backend.origin(), lockTimeout);
    try {
      return new HeadUpdate(backend, lock, store.find(backend.origin()));
    } catch (AttestorException e) {
      lock.close();
      throw e;
    }
  }

  /** Throws {@code quarantined} after a contradiction, until an operator releases the log. */
  private void requireNotQuarantined(Backend backend) {
    evidence
        .findQuarantine(backend.origin())
        .ifPresent(stored -> {
          throw new AttestorException(
              Failure.QUARANTINED,
              "backend '%s' is in quarantine since %s for %s, evidence %d"
                  .formatted(
                      backend.id(),
                      stored.evidence().detectedAt().truncatedTo(ChronoUnit.SECONDS),
                      stored.evidence().kind().label(),
                      stored.id()),
              ("run: stella attestor evidence show %d; then: stella attestor backend release %s"
                      + " --reason \"…\"")
                  .formatted(stored.id(), backend.id()));
        });
  }

  /** Ends a successful cycle and releases the lock. */
  public CycleReport finish(@Variable("operation") SyncCycle cycle) {
    HeadTransition transition = cycle.transition();
    if (transition instanceof HeadTransition.Stale) {
      return finishStale(cycle, transition);
    }
    Optional<Damage> damage = cycle.state().flatMap(LogState::damage);
    if (damage.isPresent()) {
      return finishWith(damage.get().exception(cycle.backend().id(), true), cycle, transition);
    }
    Instant now = clock.instant();
    boolean frozen = isFrozen(cycle, transition);
    store.recordSuccess(cycle.origin(), frozen, now);
    cycle.changeState(state -> state.withSuccess(frozen, now));
    Optional<AttestorException> warning = cycle.warnings().stream().findFirst();
    warning.ifPresent(error -> storeFailure(cycle, error));
    cycle.lock().close();
    CycleReport report = report(cycle, transition, warning);
    cycle
        .state()
        .map(state -> Duration.between(state.lastGrowth(), clock.instant()))
        .ifPresent(age -> metrics.recordCheckpointAge(cycle.backend().id(), age));
    report.addTo(LOG.atInfo()).log("cycle ended");
    if (transition instanceof HeadTransition.FirstContact) {
      LOG.warn(
          "{}: {}: size {} with root {} is trusted on first use; compare it with what another"
              + " network is shown (stella attestor backend confirm {} --checkpoint FILE)",
          report.backend(),
          transition.label(),
          transition.checkpoint().head().size(),
          transition.checkpoint().head().root(),
          report.backend());
    }
    return report;
  }

  /** Whether the log is frozen: until it grows, because caches may serve an older note. */
  private static boolean isFrozen(SyncCycle cycle, HeadTransition transition) {
    return cycle.isClosed()
        || transition.checkpoint().checkpoint().isFrozen()
        || transition instanceof HeadTransition.Unchanged
            && cycle.previousState().map(LogState::frozen).orElse(false);
  }

  /** Ends a cycle with an older head, without success: the log must not appear current. */
  private CycleReport finishStale(SyncCycle cycle, HeadTransition transition) {
    AttestorException error =
        new AttestorException(
            Failure.STALE_REPLICA,
            "the log showed an older state, size " + transition.checkpoint().head().size(),
            "a replica or a cache may lag behind; if it persists, compare with another network");
    return finishWith(error, cycle, transition);
  }

  /** Ends a cycle without success, although its checkpoint was accepted. */
  private CycleReport finishWith(
      AttestorException error, SyncCycle cycle, HeadTransition transition) {
    metrics.recordError(cycle.backend().id(), error.failure());
    storeFailure(cycle, error);
    cycle.lock().close();
    CycleReport report = report(cycle, transition, Optional.of(error));
    report.addTo(LOG.atWarn()).log(error.getMessage());
    return report;
  }

  private CycleReport report(
      SyncCycle cycle, HeadTransition transition, Optional<AttestorException> error) {
    return new CycleReport(
        cycle.backend().id(),
        cycle.origin().name(),
        cycle.started(),
        clock.instant(),
        error.map(AttestorException::failure).map(Failure::label).orElse(transition.label()),
        cycle.state(),
        cycle.counters(),
        error);
  }

  /** Ends a failed cycle: counts and stores the failure, and releases the lock if it is held. */
  public CycleReport fail(String id, @Nullable SyncCycle cycle, AttestorException error) {
    Instant now = clock.instant();
    metrics.recordError(id, error.failure());
    Optional<Backend> backend = backends.find(id);
    if (cycle == null) {
      backend.ifPresent(server -> storeFailureForShards(server, error));
    } else {
      storeFailure(cycle, error);
      cycle.lock().close();
    }
    CycleReport report =
        new CycleReport(
            id,
            backend.map(b -> b.origin().name()).orElse(""),
            cycle == null ? now : cycle.started(),
            now,
            error.failure().label(),
            backend.filter(b -> error.failure() != Failure.STORE).flatMap(this::stateIfAvailable),
            cycle == null ? new WorkCounters() : cycle.counters(),
            Optional.of(error));
    logFailure(report, error);
    return report;
  }

  /** If a server fails, stores the failure for each of its shards, none of which had a cycle. */
  private void storeFailureForShards(Backend server, AttestorException error) {
    if (server.hasTiles() && server.kind() != LogKind.UNKNOWN || error.failure() == Failure.STORE) {
      return;
    }
    try {
      store.all().stream()
          .filter(state -> state.backend().startsWith(server.id() + "/"))
          .forEach(state -> store.recordFailure(state.origin(), cycleFailure(error)));
    } catch (AttestorException e) {
      LOG.warn(NOT_STORED, server.id(), e.getMessage());
    }
  }

  private void storeFailure(SyncCycle cycle, AttestorException error) {
    CycleFailure failure = cycleFailure(error);
    try {
      store.recordFailure(cycle.origin(), failure);
      cycle.changeState(state -> state.withFailure(failure));
    } catch (AttestorException e) {
      // the store may be what failed; the failure is already in the log and the metrics
      LOG.warn(NOT_STORED, cycle.backend().id(), e.getMessage());
    }
  }

  private CycleFailure cycleFailure(AttestorException error) {
    return new CycleFailure(clock.instant(), error.failure(), error.getMessage());
  }

  /** Logs the failure, with a stack trace only if it is unexpected. */
  private static void logFailure(CycleReport report, AttestorException error) {
    LoggingEventBuilder line = report.addTo(LOG.atError());
    if (error.failure() == Failure.INTERNAL) {
      line = line.setCause(error.getCause());
    }
    line.log(error.getMessage() + (error.hint().isEmpty() ? "" : " (" + error.hint() + ")"));
  }

  /** Whether the cycle can be written to {@code sync_cycles}: not after a failure of PostgreSQL. */
  public boolean canBeRecorded(@Body CycleReport report) {
    return !report.failure().equals(Optional.of(Failure.STORE)) && !report.origin().isEmpty();
  }

  /** Logs that the row was not written, which does not change the result of the cycle. */
  public void logUnrecorded(
      @Variable("report") CycleReport report,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    LOG.warn(
        "{}: the cycle was not recorded in sync_cycles: {}",
        report.backend(),
        FailureMapper.map(thrown).getMessage());
  }

  /** The state for the report of a failed cycle; empty if the store is not available. */
  private Optional<LogState> stateIfAvailable(Backend backend) {
    try {
      return store.find(backend.origin());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }
}
