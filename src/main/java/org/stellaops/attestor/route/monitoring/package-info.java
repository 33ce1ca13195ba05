/**
 * Health, metrics and alerts.
 *
 * <p>{@link org.stellaops.attestor.route.monitoring.HealthEndpoint} answers in the format of
 * MicroProfile Health, {@code MetricsPage} of package {@code metrics} in that of Prometheus:
 *
 * <pre>
 *   GET /health/live               200 as long as the process responds
 *   GET /health/ready              200 if the store and all critical backends are healthy, else 503
 *   GET /health/backends/{id}      200, 503, or 404 if there is no such backend
 *   GET /metrics                   Prometheus text format
 * </pre>
 *
 * <p>{@link org.stellaops.attestor.route.monitoring.Alerts} delivers each event to the webhook of
 * the operator at least once. The variable {@code alert} holds the current event.
 *
 * <p>The HTTP endpoints change nothing. Among the packages of routes this package uses the root
 * only.
 */
@NullMarked
package org.stellaops.attestor.route.monitoring;

import org.jspecify.annotations.NullMarked;
