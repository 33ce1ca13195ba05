package org.stellaops.attestor.route.maintenance;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogLocks;

/**
 * One pruning of one mirror, from taking the log's lock to giving it back.
 *
 * @param backend the log
 * @param lock its lock
 */
public record PruneRun(Backend backend, LogLocks.HeldLock lock) {}
