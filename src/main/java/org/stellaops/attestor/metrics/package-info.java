/**
 * Every meter of the program, in one place.
 *
 * <p>The names are the public contract of the operations guide; the label of each series is the
 * backend's id, and errors carry the word of their {@link org.stellaops.attestor.failure.Failure}:
 *
 * <pre>
 *   attestor_rekor_sync_tiles_fetched_total{backend="sigstore-prod"} 56789
 *   attestor_rekor_sync_errors_total{backend="sigstore-prod",error_type="network"} 5
 * </pre>
 *
 * <p>The guide has a counter {@code …_tiles_cached_total} beside a gauge {@code …_tiles_cached}. To
 * the Prometheus client both are one name, so gauges live in a registry of their own, and {@link
 * org.stellaops.attestor.metrics.MetricsPage} prints the two registries one after the other.
 */
@NullMarked
package org.stellaops.attestor.metrics;

import org.jspecify.annotations.NullMarked;
