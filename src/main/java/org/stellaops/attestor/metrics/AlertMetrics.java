package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of what operators are told by webhook. Safe for many threads. */
public final class AlertMetrics {
  private static final String PREFIX = "attestor.alerts.";

  private final Counter delivered;
  private final Counter failed;
  private final AtomicInteger undelivered = new AtomicInteger();

  /** Registers meters on this page. */
  public AlertMetrics(MetricsPage page) {
    this.delivered =
        Counter.builder(PREFIX + "delivered")
            .description("Contradictions that the webhook has taken")
            .register(page.counters());
    this.failed =
        Counter.builder(PREFIX + "failures")
            .description("Contradictions that the webhook has not taken after several tries")
            .register(page.counters());
    Gauge.builder(PREFIX + "undelivered", undelivered, AtomicInteger::get)
        .description("Contradictions that the webhook has not taken yet, as of the last look")
        .register(page.gauges());
  }

  /** So many are waiting. */
  public void setUndelivered(int count) {
    undelivered.set(count);
  }

  /** The webhook has taken one. */
  public void recordDelivered() {
    delivered.increment();
    undelivered.updateAndGet(count -> Math.max(0, count - 1));
  }

  /** The webhook has not taken one. */
  public void recordFailure() {
    failed.increment();
  }
}
