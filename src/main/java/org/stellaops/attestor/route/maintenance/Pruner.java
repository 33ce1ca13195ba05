package org.stellaops.attestor.route.maintenance;

import java.time.Duration;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.retention.PruneReport;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.route.Operation;

/**
 * Prunes mirrors by age, as configured.
 *
 * @param minAge time since entries were mirrored after which they are removed; more than 0
 */
public record Pruner(
    BackendCatalog backends,
    MirrorPruning pruning,
    RetentionStore retentionStore,
    LogLocks locks,
    Duration minAge) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.upkeep");

  /** One pruning of one mirror, from acquiring the lock of the log to releasing it. */
  public record PruneRun(Backend backend, LogLocks.HeldLock lock) implements Operation {
    @Override
    public @Nullable Object fail(AttestorException error) {
      lock.close();
      logFailure(backend.id(), error);
      return null;
    }
  }

  /** Starts a pruning that has no lock yet. */
  public Operation start(@Variable("backend") String id) {
    return error -> {
      logFailure(id, error);
      return null;
    };
  }

  /** Acquires the lock of the log without waiting; a later run can prune as well. */
  public PruneRun begin(@Variable("backend") String id) {
    Backend backend = backends.get(id);
    return new PruneRun(backend, locks.acquire(backend.origin(), Duration.ZERO));
  }

  /** Raises the minimum index past the entries that are old enough. */
  public void raiseMinimumIndex(@Variable("operation") PruneRun run) {
    pruning.raiseMinimumIndex(
        run.backend(), retentionStore.entriesMirroredFor(run.backend().origin(), minAge));
  }

  /** Removes the files that are no longer needed. */
  public PruneReport remove(@Variable("operation") PruneRun run) {
    return pruning.prune(run.backend());
  }

  /** Releases the lock and logs what was removed. */
  public void finish(@Variable("operation") PruneRun run, @Body PruneReport report) {
    run.lock().close();
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

  private static void logFailure(String id, AttestorException error) {
    if (error.failure() == Failure.INCOMPLETE || error.failure() == Failure.BUSY) {
      LOG.info("{}: nothing pruned: {}", id, error.getMessage());
    } else {
      LOG.warn("{}: pruning failed: {}: {}", id, error.failure().label(), error.getMessage());
    }
  }
}
