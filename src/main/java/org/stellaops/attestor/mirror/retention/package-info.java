/**
 * Removing files from a mirror.
 *
 * <pre>
 *   MirrorPruning pruning = new MirrorPruning(checkpointStore, retentionStore, tree);
 *   pruning.raiseMinimumIndex(backend, 1_000_000);   // recorded first
 *   PruneReport report = pruning.prune(backend);     // then files are removed
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.mirror.retention.MirrorPruning} removes files below the declared
 * {@link org.stellaops.attestor.mirror.MinimumIndex} and partial files superseded by wider ones.
 * {@link org.stellaops.attestor.mirror.retention.MirrorReset} removes all files of a log so that
 * the next sync cycle starts over; the log's checkpoints and pending head are kept.
 *
 * <p>The store is updated before the first tile is removed, so a crash leaves too many files but
 * never too few. The caller must hold the log's lock. This package uses {@code mirror.audit},
 * {@code mirror.store}, {@code mirror}, {@code checkpoint}, {@code tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.mirror.retention;

import org.jspecify.annotations.NullMarked;
