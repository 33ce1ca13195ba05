package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.EvidenceStore;
import org.stellaops.attestor.mirror.FailedCycle;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.Verdict;

/** Begins and ends cycles: the lock of the log, and the one line that says how it went. */
public final class Cycles {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final EvidenceStore evidence;
  private final LogLocks locks;
  private final SyncMetrics metrics;
  private final Clock clock;
  private final Duration patience;

  /** Waits for another process on the same log at most as long as {@code patience}. */
  public Cycles(
      BackendCatalog backends,
      CheckpointStore store,
      EvidenceStore evidence,
      LogLocks locks,
      SyncMetrics metrics,
      Clock clock,
      Duration patience) {
    this.backends = backends;
    this.store = store;
    this.evidence = evidence;
    this.locks = locks;
    this.metrics = metrics;
    this.clock = clock;
    this.patience = patience;
  }

  /** Takes the lock of the log and begins a cycle. */
  public Cycle begin(@Variable("backend") String id) {
    Instant started = clock.instant();
    Backend backend = backends.get(id);
    requireTrust(backend);
    return new Cycle(backend, locks.acquire(backend.origin(), patience), started);
  }

  /** After a contradiction the log is not followed until an operator says so. */
  private void requireTrust(Backend backend) {
    evidence
        .quarantine(backend.origin())
        .ifPresent(kept -> {
          throw new AttestorException(
              Failure.QUARANTINED,
              "backend '"
                  + backend.id()
                  + "' is in quarantine since "
                  + kept.evidence().detectedAt().truncatedTo(ChronoUnit.SECONDS)
                  + " for "
                  + kept.evidence().kind().word()
                  + ", evidence "
                  + kept.id(),
              "look at: stella attestor evidence show "
                  + kept.id()
                  + "; then: stella attestor backend release "
                  + backend.id()
                  + " --reason \"…\"");
        });
  }

  /** Ends a cycle that went well, and gives the lock back. */
  public CycleReport finish(@Variable("cycle") Cycle cycle) {
    Verdict verdict = cycle.verdict().orElseThrow();
    if (verdict instanceof Verdict.Stale) {
      return finishStale(cycle, verdict);
    }
    store.succeeded(cycle.origin(), isFrozen(cycle, verdict), clock.instant());
    Optional<AttestorException> doubt = cycle.doubts().stream().findFirst();
    doubt.ifPresent(
        why -> keep(cycle, new FailedCycle(clock.instant(), why.failure(), why.getMessage())));
    cycle.lock().close();
    CycleReport report = report(cycle, verdict, doubt);
    report
        .state()
        .map(state -> Duration.between(state.lastGrowth(), clock.instant()))
        .ifPresent(age -> metrics.checkpointAge(cycle.backend().id(), age));
    CycleLine.tell(LOG.atInfo(), report).log("cycle ended");
    tellFirstContact(verdict, report);
    return report;
  }

  /** There was nothing to compare it with, and somebody should. */
  private static void tellFirstContact(Verdict verdict, CycleReport report) {
    if (verdict instanceof Verdict.First) {
      LOG.warn(
          "{}: {}: size {} with root {} is trusted on first use; compare it with what another"
              + " network is shown (stella attestor backend confirm {} --checkpoint FILE)",
          report.backend(),
          verdict.word(),
          verdict.checkpoint().head().size(),
          verdict.checkpoint().head().root(),
          report.backend());
    }
  }

  /** What a log has said once holds until it grows: a cache may show what it said before that. */
  private static boolean isFrozen(Cycle cycle, Verdict verdict) {
    return cycle.closed()
        || verdict.checkpoint().checkpoint().frozen()
        || verdict instanceof Verdict.Unchanged
            && cycle.before().map(LogState::frozen).orElse(false);
  }

  /** An old state is no success: a log that is kept from us must not look as if it were current. */
  private CycleReport finishStale(Cycle cycle, Verdict verdict) {
    AttestorException why =
        new AttestorException(
            Failure.STALE_REPLICA,
            "the log showed an older state, size " + verdict.checkpoint().head().size(),
            "a replica or a cache may lag behind; if it lasts, compare with another network");
    metrics.error(cycle.backend().id(), why.failure());
    keep(cycle, new FailedCycle(clock.instant(), why.failure(), why.getMessage()));
    cycle.lock().close();
    CycleReport report = report(cycle, verdict, Optional.of(why));
    CycleLine.tell(LOG.atWarn(), report).log(why.getMessage());
    return report;
  }

  /** Ends a cycle that failed: counts it, keeps why, and gives the lock back if there is one. */
  public CycleReport fail(
      @Variable("backend") String id,
      @Variable("cycle") @Nullable Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    Instant now = clock.instant();
    metrics.error(id, why.failure());
    Optional<Backend> backend = backends.find(id);
    if (cycle == null) {
      backend.ifPresent(server -> keepForShards(server, why));
    } else {
      keep(cycle, new FailedCycle(now, why.failure(), why.getMessage()));
      cycle.lock().close();
    }
    CycleReport report =
        new CycleReport(
            id,
            backend.map(b -> b.origin().name()).orElse(""),
            cycle == null ? now : cycle.started(),
            now,
            why.failure().word(),
            Optional.of(why.failure()),
            why.failure() == Failure.STORE ? Optional.empty() : backend.flatMap(this::stateIfKnown),
            cycle == null ? new Tally() : cycle.tally(),
            why.getMessage(),
            why.hint());
    tell(report, thrown);
    return report;
  }

  /** A server that cannot be visited fails each of its shards, none of which had a cycle. */
  private void keepForShards(Backend server, AttestorException why) {
    if (server.hasTiles() && server.kind() != LogKind.UNKNOWN || why.failure() == Failure.STORE) {
      return;
    }
    try {
      store.all().stream()
          .filter(state -> state.backend().startsWith(server.id() + "/"))
          .forEach(state ->
              store.failed(
                  state.origin(),
                  new FailedCycle(clock.instant(), why.failure(), why.getMessage())));
    } catch (AttestorException e) {
      LOG.warn("{}: the failure could not be stored: {}", server.id(), e.getMessage());
    }
  }

  /** Only what the program did not foresee is worth a stack trace. */
  private static void tell(CycleReport report, Exception thrown) {
    String hint = report.hint().isEmpty() ? "" : " (" + report.hint() + ")";
    LoggingEventBuilder line = CycleLine.tell(LOG.atError(), report);
    (report.failure().equals(Optional.of(Failure.INTERNAL)) ? line.setCause(thrown) : line)
        .log(report.message() + hint);
  }

  /** Whether there is a journal to write to: not when it is PostgreSQL that failed. */
  public boolean canBeRecorded(@Body CycleReport report) {
    return !report.failure().equals(Optional.of(Failure.STORE)) && !report.origin().isEmpty();
  }

  /** The journal is for people to read; a cycle that it lost went as it went. */
  public void goUnrecorded(
      @Variable("report") CycleReport report,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    LOG.warn(
        "{}: the cycle could not be written into the journal: {}",
        report.backend(),
        Failures.of(thrown).getMessage());
  }

  private CycleReport report(Cycle cycle, Verdict verdict, Optional<AttestorException> why) {
    return new CycleReport(
        cycle.backend().id(),
        cycle.origin().name(),
        cycle.started(),
        clock.instant(),
        why.map(doubt -> doubt.failure().word()).orElse(verdict.word()),
        why.map(AttestorException::failure),
        store.find(cycle.origin()),
        cycle.tally(),
        why.map(AttestorException::getMessage).orElse(""),
        why.map(AttestorException::hint).orElse(""));
  }

  /** What is told of a failed cycle besides; a store that is away must not hide why it failed. */
  private Optional<LogState> stateIfKnown(Backend backend) {
    try {
      return store.find(backend.origin());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  private void keep(Cycle cycle, FailedCycle failure) {
    try {
      store.failed(cycle.origin(), failure);
    } catch (AttestorException e) {
      // the failure is in the log and the metrics already; the store that could not take it may be
      // the very thing that failed
      LOG.warn("{}: the failure could not be stored: {}", cycle.backend().id(), e.getMessage());
    }
  }
}
