/**
 * Export and import of bundles, and the inbox and outbox directories.
 *
 * <p>The variable {@code operation} holds an {@link
 * org.stellaops.attestor.route.airgap.ExportOperation} or an {@link
 * org.stellaops.attestor.route.airgap.ImportOperation}. An import acquires the lock of the log with
 * a cycle of package {@code sync}, verifies the whole bundle before it changes anything, and then
 * moves the heads as a sync does.
 *
 * <p>An imported bundle leaves the inbox together with its sidecar files:
 *
 * <pre>
 *   inbox/kit.tar.gz                            a bundle to import
 *   inbox/imported/kit.tar.gz                   after the import
 *   inbox/imported/kit.tar.gz.report.json       the outcome
 *   inbox/imported/kit.tar.gz.receipt.json      the receipt for the exporter
 * </pre>
 *
 * <p>This package does not define the bundle format, which package {@code bundle} does. Among the
 * packages of routes it uses the root, {@code fetch} and {@code sync}.
 */
@NullMarked
package org.stellaops.attestor.route.airgap;

import org.jspecify.annotations.NullMarked;
