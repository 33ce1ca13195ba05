package org.stellaops.attestor.route;

import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.PruneReport;
import org.stellaops.attestor.mirror.Pruning;
import org.stellaops.attestor.mirror.RetentionStore;

/** Prunes mirrors by age, as the operator has configured it. */
public final class Prunes {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.upkeep");

  private final BackendCatalog backends;
  private final Pruning pruning;
  private final RetentionStore retention;
  private final LogLocks locks;
  private final Duration age;

  /**
   * Prunes these logs.
   *
   * @param age how long entries have been mirrored when they go; more than 0
   */
  public Prunes(
      BackendCatalog backends,
      Pruning pruning,
      RetentionStore retention,
      LogLocks locks,
      Duration age) {
    this.backends = backends;
    this.pruning = pruning;
    this.retention = retention;
    this.locks = locks;
    this.age = age;
  }

  /** Takes the lock of the log, if it is free: nothing is lost by pruning later. */
  public Prune begin(@Variable("backend") String id) {
    Backend backend = backends.get(id);
    return new Prune(backend, locks.acquire(backend.origin(), Duration.ZERO));
  }

  /** Raises the minimum index to what is old enough. */
  public void raise(@Variable("prune") Prune prune) {
    pruning.raise(prune.backend(), retention.mirroredFor(prune.backend().origin(), age));
  }

  /** Removes the files that may go by now. */
  public PruneReport remove(@Variable("prune") Prune prune) {
    return pruning.remove(prune.backend());
  }

  /** Gives the lock back, and tells what went. */
  public void finish(@Variable("prune") Prune prune, @Body PruneReport report) {
    prune.lock().close();
    if (report.files().tiles() + report.files().entryBundles() > 0) {
      LOG.info(
          "{}: pruned to the minimum index {}: {} tiles and {} entry bundles, {} bytes",
          report.backend(),
          report.minimumIndex(),
          report.files().tiles(),
          report.files().entryBundles(),
          report.files().bytes());
    }
  }

  /** Ends pruning that failed, and gives the lock back if there is one. */
  public void fail(
      @Variable("backend") String id,
      @Variable("prune") @Nullable Prune prune,
      @ExchangeException Exception thrown) {
    if (prune != null) {
      prune.lock().close();
    }
    AttestorException why = Failures.of(thrown);
    if (why.failure() == Failure.INCOMPLETE || why.failure() == Failure.BUSY) {
      LOG.info("{}: nothing pruned: {}", id, why.getMessage());
    } else {
      LOG.warn("{}: nothing pruned: {}: {}", id, why.failure().word(), why.getMessage());
    }
  }
}
