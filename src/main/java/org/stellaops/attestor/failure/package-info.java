/**
 * The few ways in which work can fail, with one word each.
 *
 * <p>The word of a {@link org.stellaops.attestor.failure.Failure} is the {@code error_type} label
 * of {@code attestor_rekor_sync_errors_total}, the {@code error} field of logs and JSON, and it
 * decides the exit code of the command:
 *
 * <pre>
 *   1  verification failed, or a contradiction was found    (split_view, bad_tile, …)
 *   2  wrong usage or configuration                         (configuration)
 *   3  operational trouble: network, database, disk, busy   (network, store, disk, busy)
 *   4  incomplete or stale                                  (incomplete, cache_full, …)
 * </pre>
 *
 * <p>Tampering, staleness, trouble and wrong usage are never confused with one another.
 */
@NullMarked
package org.stellaops.attestor.failure;

import org.jspecify.annotations.NullMarked;
