package org.stellaops.attestor.metrics;

import java.util.List;

/** The metric of events to the operator's endpoint. Safe for use by several threads. */
public record EventMetrics(MetricsPage page) {
  private static final String SENT = "sent";
  private static final String FAILED = "failed";
  private static final String DROPPED = "dropped";

  /** Adds the series of every outcome. */
  public EventMetrics {
    List.of(SENT, FAILED, DROPPED).forEach(outcome -> page.counter(Metric.EVENTS, outcome));
  }

  /** Records an event that the endpoint has accepted. */
  public void recordSent() {
    page.counter(Metric.EVENTS, SENT).increment();
  }

  /** Records an event that the endpoint has not accepted. */
  public void recordFailure() {
    page.counter(Metric.EVENTS, FAILED).increment();
  }

  /** Records an event that could not be queued. */
  public void recordDropped() {
    page.counter(Metric.EVENTS, DROPPED).increment();
  }
}
