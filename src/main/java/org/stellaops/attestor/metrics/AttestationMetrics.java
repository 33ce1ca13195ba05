package org.stellaops.attestor.metrics;

import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/**
 * The metrics of attestations and of the trusted root. Safe for use by several threads. The
 * counters begin at zero.
 */
public record AttestationMetrics(MetricsPage page) {
  /**
   * Adds the gauges of the trusted root, and a counter for each verdict.
   *
   * @param rootAge in seconds; NaN if there is no trusted root
   * @param expiry from a TUF role to the expiry of its metadata in Unix time; NaN if there is none
   */
  public void registerGauges(DoubleSupplier rootAge, ToDoubleFunction<String> expiry) {
    page.gauge(Metric.TRUSTED_ROOT_AGE, rootAge::getAsDouble);
    for (String verdict : new String[] {"good", "refused", "incomplete", "undecided"}) {
      page.counter(Metric.ATTESTATIONS, verdict);
    }
    for (String role : new String[] {"root", "timestamp", "snapshot", "targets"}) {
      page.gauge(Metric.TUF_EXPIRES, () -> expiry.applyAsDouble(role), role);
    }
  }

  /** Adds the gauge of attestations that wait in the inbox. */
  public void registerInboxGauge(IntSupplier waiting) {
    page.gauge(Metric.ATTESTATION_INBOX_WAITING, waiting::getAsInt);
  }

  /** Records the verdict on an attestation from the inbox. */
  public void recordVerdict(String verdict) {
    page.counter(Metric.ATTESTATIONS, verdict).increment();
  }
}
