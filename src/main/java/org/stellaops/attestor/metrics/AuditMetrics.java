package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of audits: when the last one ended and what it found. Safe for many threads. */
public final class AuditMetrics {
  private static final String PREFIX = "attestor.audit.";

  private final MetricsPage page;
  private final Map<String, Result> latest = new ConcurrentHashMap<>();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  /** Registers meters on this page. */
  public AuditMetrics(MetricsPage page) {
    this.page = page;
  }

  /** Begins to show a backend, without numbers before its first audit. */
  public void registerBackend(String backend) {
    if (!registered.add(backend)) {
      return;
    }
    gauge(
        backend,
        "last.timestamp.seconds",
        "When the last audit of the mirrored files ended, Unix time",
        result -> result.endedAt.toEpochMilli() / 1000.0);
    gauge(
        backend,
        "findings",
        "Files that the last audit found bad, missing or out of place",
        result -> result.findings);
  }

  /**
   * Shows how often there is to be one.
   *
   * @param period from the beginning of one to the beginning of the next, as it is now
   */
  public void registerPeriod(Supplier<Duration> period) {
    Gauge.builder(PREFIX + "period.seconds", () -> period.get().toSeconds())
        .description("Time from the beginning of an audit to that of the next")
        .register(page.gauges());
  }

  /** An audit is over, perhaps of a shard that nobody knew of at the start. */
  public void recordAudit(String backend, Instant at, long findings) {
    latest.put(backend, new Result(at, findings));
    registerBackend(backend);
  }

  private void gauge(String backend, String name, String help, ToDoubleFunction<Result> value) {
    Gauge.builder(
            PREFIX + name,
            () ->
                Optional.ofNullable(latest.get(backend))
                    .map(value::applyAsDouble)
                    .orElse(Double.NaN))
        .description(help)
        .tag("backend", backend)
        .register(page.gauges());
  }

  private record Result(Instant endedAt, long findings) {}
}
