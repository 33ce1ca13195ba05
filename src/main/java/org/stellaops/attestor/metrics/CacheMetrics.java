package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Gauge;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The meters of the mirrored files of all logs together. */
public final class CacheMetrics {
  private static final String PREFIX = "attestor.tile.cache.";

  private final MetricsPage page;

  /** Registers meters on this page. */
  public CacheMetrics(MetricsPage page) {
    this.page = page;
  }

  /**
   * Begins to show how large they are and may be.
   *
   * @param limitBytes the most bytes, 0 for no limit
   * @param totalBytes the bytes; empty while nobody had to count them, as without a limit
   */
  public void registerGauges(LongSupplier limitBytes, Supplier<OptionalLong> totalBytes) {
    Gauge.builder(PREFIX + "limit.bytes", limitBytes::getAsLong)
        .description("Size of all mirrored files at which fetching stops; 0 is no limit")
        .register(page.gauges());
    Gauge.builder(
            PREFIX + "bytes",
            () -> totalBytes.get().isPresent() ? (double) totalBytes.get().getAsLong() : Double.NaN)
        .description("Size of all mirrored files, if there is a limit")
        .register(page.gauges());
  }
}
