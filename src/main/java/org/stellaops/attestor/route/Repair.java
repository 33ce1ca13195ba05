package org.stellaops.attestor.route;

import java.util.Optional;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.RepairPlan;

/** One repair of one mirror, from taking the log's lock to giving it back. */
public final class Repair {
  private final Backend backend;
  private final LogLocks.Held lock;
  private final AuditReport findings;
  private final Tally tally = new Tally();
  private Optional<RepairPlan> plan = Optional.empty();

  Repair(Backend backend, LogLocks.Held lock, AuditReport findings) {
    this.backend = backend;
    this.lock = lock;
    this.findings = findings;
  }

  /** What it has done so far. */
  public Tally tally() {
    return tally;
  }

  Backend backend() {
    return backend;
  }

  LogLocks.Held lock() {
    return lock;
  }

  AuditReport findings() {
    return findings;
  }

  void planned(RepairPlan plan) {
    this.plan = Optional.of(plan);
  }

  RepairPlan plan() {
    return plan.orElseThrow(() -> new IllegalStateException("nothing is planned yet"));
  }
}
