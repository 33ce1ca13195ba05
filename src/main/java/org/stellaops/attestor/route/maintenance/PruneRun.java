package org.stellaops.attestor.route.maintenance;

import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.route.Operation;

/**
 * One pruning of one mirror, from acquiring the lock of the log to releasing it.
 *
 * @param backend the log
 * @param lock its lock
 */
public record PruneRun(Backend backend, LogLocks.HeldLock lock) implements Operation {
  @Override
  public @Nullable Object fail(AttestorException error) {
    lock.close();
    Pruner.logFailure(backend.id(), error);
    return null;
  }
}
