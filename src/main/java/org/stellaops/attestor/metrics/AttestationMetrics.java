package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** The meters of attestations and of whom they are trusted by. Safe for many threads. */
public final class AttestationMetrics {
  private final MetricsPage page;

  /** Registers meters on this page. */
  public AttestationMetrics(MetricsPage page) {
    this.page = page;
  }

  /**
   * Begins to show how old the trust is.
   *
   * @param rootAge seconds
   * @param expiry when the metadata of a role expires, Unix time; NaN if there is none
   */
  public void registerGauges(DoubleSupplier rootAge, Function<String, Double> expiry) {
    Gauge.builder("attestor.trusted.root.age.seconds", rootAge::getAsDouble)
        .description("Age of the trusted root by which attestations are verified")
        .register(page.gauges());
    for (String role : new String[] {"root", "timestamp", "snapshot", "targets"}) {
      Gauge.builder("attestor.tuf.expires.timestamp.seconds", () -> expiry.apply(role))
          .description("When the TUF metadata beside the trusted root expires, Unix time")
          .tag("role", role)
          .register(page.gauges());
    }
  }

  /** An attestation of the inbox was decided about. */
  public void recordVerdict(String verdict) {
    Counter.builder("attestor.attestations")
        .description("Attestations of the inbox that were decided about, by verdict")
        .tag("verdict", verdict)
        .register(page.counters())
        .increment();
  }
}
