/**
 * All meters of the program.
 *
 * <p>The names are the public contract of the operations guide. The label of each series is the
 * backend's id; errors also have the label of their {@link org.stellaops.attestor.failure.Failure}:
 *
 * <pre>
 *   attestor_rekor_sync_tiles_fetched_total{backend="sigstore-prod"} 56789
 *   attestor_rekor_sync_errors_total{backend="sigstore-prod",error_type="network"} 5
 * </pre>
 *
 * <p>The guide has a counter {@code …_tiles_cached_total} and a gauge {@code …_tiles_cached}, which
 * the Prometheus client treats as one name. Gauges therefore have a registry of their own, and
 * {@link org.stellaops.attestor.metrics.MetricsPage} prints both registries, one after the other.
 *
 * <p>The package does not serve the page over HTTP: a route does. It uses {@code mirror}, {@code
 * tlog} and {@code failure}.
 */
@NullMarked
package org.stellaops.attestor.metrics;

import org.jspecify.annotations.NullMarked;
