/**
 * Background audits, repairs and pruning of mirrors.
 *
 * <p>Each backend has routes of its own, which can be stopped and started separately:
 *
 * <pre>
 *   audit-log     hashes the mirror of backend "log" again, at attestor.audit.bytesPerSecond
 *   prune-log     removes entries older than attestor.tileCache.autoPruneAfter
 * </pre>
 *
 * <p>An audit acquires no lock and changes nothing; a repair and a pruning hold the lock of the
 * log, and the variable {@code operation} holds them.
 *
 * <p>This package does not decide which files are damaged or may be removed; package {@code mirror}
 * does. Among the packages of routes it uses the root, {@code fetch} and {@code sync}.
 */
@NullMarked
package org.stellaops.attestor.route.maintenance;

import org.jspecify.annotations.NullMarked;
