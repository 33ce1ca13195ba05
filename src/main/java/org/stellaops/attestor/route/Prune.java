package org.stellaops.attestor.route;

import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogLocks;

/**
 * One pruning of one mirror, from taking the log's lock to giving it back.
 *
 * @param backend the log
 * @param lock its lock
 */
public record Prune(Backend backend, LogLocks.Held lock) {}
