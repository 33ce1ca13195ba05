package org.stellaops.attestor.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The metrics of background audits. Safe for use by several threads. */
public final class AuditMetrics {
  private final MetricsPage page;
  private final Map<String, Result> latest = new ConcurrentHashMap<>();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  /** Adds metrics to this page as backends are registered. */
  public AuditMetrics(MetricsPage page) {
    this.page = page;
  }

  /** Adds the gauges of a backend, which are NaN before its first audit. */
  public void registerBackend(String backend) {
    if (!registered.add(backend)) {
      return;
    }
    gauge(Metric.AUDIT_LAST_TIMESTAMP, backend, result -> result.endedAt.toEpochMilli() / 1000.0);
    gauge(Metric.AUDIT_FINDINGS, backend, result -> result.findings);
  }

  /** Adds the gauge of the configured period. */
  public void registerPeriod(Supplier<Duration> period) {
    page.gauge(Metric.AUDIT_PERIOD, () -> period.get().toSeconds());
  }

  /** Records the end of an audit, also of a shard that was not registered. */
  public void recordAudit(String backend, Instant at, long findings) {
    latest.put(backend, new Result(at, findings));
    registerBackend(backend);
  }

  private void gauge(Metric metric, String backend, ToDoubleFunction<Result> value) {
    page.gauge(
        metric,
        () -> latest.containsKey(backend) ? value.applyAsDouble(latest.get(backend)) : Double.NaN,
        backend);
  }

  private record Result(Instant endedAt, long findings) {}
}
