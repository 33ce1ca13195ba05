/**
 * The commands that transfer a mirror across an air gap: {@code export}, {@code import} and {@code
 * bundles}.
 *
 * <pre>
 *   $ stella attestor export --backend sigstore-prod --output bundle.tar.gz --include-entries
 *   $ stella attestor bundles inspect bundle.tar.gz
 *   $ stella attestor import bundle.tar.gz --dry-run
 * </pre>
 *
 * <p>{@code export} writes a bundle, {@code import} verifies whole bundles and publishes what they
 * prove. {@code bundles inspect} prints the manifest of a file without trusting it. {@code bundles
 * list} prints the history of exports and imports. {@code export keygen} creates a signing key.
 *
 * <p>The bundle format is in {@code bundle}, the import and export steps are in the routes. This
 * package reads options and prints reports and progress.
 */
@NullMarked
package org.stellaops.attestor.cli.airgap;

import org.jspecify.annotations.NullMarked;
