package org.stellaops.attestor.metrics;

import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of alerts to the webhook. Safe for use by several threads. */
public final class AlertMetrics {
  private final MetricsPage page;
  private final AtomicInteger undelivered = new AtomicInteger();

  /** Adds the metrics to this page. */
  public AlertMetrics(MetricsPage page) {
    this.page = page;
    page.counter(Metric.ALERTS_DELIVERED);
    page.counter(Metric.ALERT_FAILURES);
    page.gauge(Metric.ALERTS_UNDELIVERED, undelivered::get);
  }

  /** Sets the number of alerts that are not delivered yet. */
  public void setUndelivered(int count) {
    undelivered.set(count);
  }

  /** Records that the webhook has accepted an alert. */
  public void recordDelivered() {
    page.counter(Metric.ALERTS_DELIVERED).increment();
    undelivered.updateAndGet(count -> Math.max(0, count - 1));
  }

  /** Records that the webhook has not accepted an alert. */
  public void recordFailure() {
    page.counter(Metric.ALERT_FAILURES).increment();
  }
}
