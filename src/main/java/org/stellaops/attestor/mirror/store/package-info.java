/**
 * Ports to the database and the records that they return.
 *
 * <p>{@link org.stellaops.attestor.mirror.store.CheckpointStore} holds a {@link
 * org.stellaops.attestor.mirror.store.LogState} for each log. Heads move by compare-and-set: the
 * caller passes the state it has seen, and the update fails if the state has changed meanwhile.
 *
 * <p>The other ports store shards, evidence and quarantine, rejected notes, confirmations of first
 * contact, deliveries of alerts, the history of bundles, and what may be pruned. {@link
 * org.stellaops.attestor.mirror.store.LogLocks} grants one writer per log across all processes and
 * hosts that share a database.
 *
 * <p>Every method of a port throws {@link org.stellaops.attestor.failure.AttestorException} with
 * {@code store} if PostgreSQL is not reachable or reports an error.
 *
 * <p>This package contains no SQL; {@code postgres} implements the ports. It uses {@code mirror},
 * {@code checkpoint}, {@code note}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.mirror.store;

import org.jspecify.annotations.NullMarked;
