/**
 * Plans the volumes of an export and writes them as air-gap bundles.
 *
 * <pre>
 *   ExportSpec → PlannedVolume.plan → for each volume: BundleWriter.begin,
 *                OutboundSegment.compress (in parallel), append (in order), finish
 * </pre>
 *
 * <p>The same specification and the same mirror give the same bytes. Every file is verified again
 * when it is read from the mirror, so that a damaged file is never exported.
 *
 * <p>The package does not choose what to export and does not fetch anything: the export route does.
 * It uses {@code bundle.archive}, {@code bundle.format}, {@code mirror} and the packages below
 * {@code mirror}. It does not use {@code bundle.read}.
 */
@NullMarked
package org.stellaops.attestor.bundle.write;

import org.jspecify.annotations.NullMarked;
