/**
 * The closed set of failures, each with a stable label and an exit code.
 *
 * <p>The label of a {@link org.stellaops.attestor.failure.Failure} is the {@code error_type} label
 * of {@code attestor_rekor_sync_errors_total} and the {@code error} field in logs and JSON. It also
 * determines the exit code of a command:
 *
 * <pre>
 *   1  verification failed, or a contradiction was found    (split_view, bad_tile, …)
 *   2  wrong usage or configuration                         (configuration)
 *   3  operational error: network, database, disk, busy     (network, store, disk, busy)
 *   4  incomplete or stale                                  (incomplete, cache_full, …)
 * </pre>
 *
 * <p>Tampering, staleness, operational errors and wrong usage always have different exit codes.
 * {@link org.stellaops.attestor.failure.SafeText} makes untrusted text safe to print in a message.
 * This package uses only the JDK.
 */
@NullMarked
package org.stellaops.attestor.failure;

import org.jspecify.annotations.NullMarked;
