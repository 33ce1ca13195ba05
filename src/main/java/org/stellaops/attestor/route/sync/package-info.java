/**
 * Synchronization of one log, from its checkpoint to the published mirror.
 *
 * <p>The variable {@code operation} holds the {@link org.stellaops.attestor.route.sync.SyncCycle},
 * and the variable {@code headUpdate} the {@link org.stellaops.attestor.route.sync.HeadUpdate},
 * which owns the lock and the state of the log and is the same object in a sync. The steps of a
 * cycle in which the log has grown are:
 *
 * <pre>
 *   syncCycles.begin                acquire the lock of the log
 *   checkpoints.open, compare       verify the checkpoint and compare it with the pending one
 *   consistencyProofs.check         prove that the smaller tree is a prefix of the larger one
 *   checkpoints.advancePending      move the pending head by compare-and-set
 *   tiles.plan, workUnits.…         mirror tiles and entry bundles
 *   checkpoints.advanceMirrored     move the mirrored head, then publish the checkpoint
 *   syncCycles.finish               release the lock and report
 * </pre>
 *
 * <p>This package does not send requests to Rekor v1 shards and does not read bundles. Among the
 * packages of routes it uses the root and {@code fetch}.
 */
@NullMarked
package org.stellaops.attestor.route.sync;

import org.jspecify.annotations.NullMarked;
