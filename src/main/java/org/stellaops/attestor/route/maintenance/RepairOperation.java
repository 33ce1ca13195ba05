package org.stellaops.attestor.route.maintenance;

import java.util.Optional;
import java.util.function.BiFunction;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.RepairPlan;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.FetchContext;

/** One repair of one mirror, from acquiring the lock of the log to releasing it. */
public final class RepairOperation implements Operation, FetchContext {
  private final Backend backend;
  final LogLocks.HeldLock lock;
  final AuditReport findings;
  private final BiFunction<RepairOperation, AttestorException, Object> onFailure;
  private final WorkCounters counters = new WorkCounters();
  private Optional<RepairPlan> plan = Optional.empty();

  RepairOperation(
      Backend backend,
      LogLocks.HeldLock lock,
      AuditReport findings,
      BiFunction<RepairOperation, AttestorException, Object> onFailure) {
    this.backend = backend;
    this.lock = lock;
    this.findings = findings;
    this.onFailure = onFailure;
  }

  @Override
  public Object fail(AttestorException error) {
    return onFailure.apply(this, error);
  }

  @Override
  public WorkCounters counters() {
    return counters;
  }

  @Override
  public String backendId() {
    return backend.id();
  }

  Backend backend() {
    return backend;
  }

  void setPlan(RepairPlan plan) {
    this.plan = Optional.of(plan);
  }

  RepairPlan plan() {
    return plan.orElseThrow();
  }
}
