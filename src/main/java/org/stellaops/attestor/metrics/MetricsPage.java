package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What Prometheus scrapes: text format 0.0.4 of all counters and histograms, then all gauges. */
public final class MetricsPage {
  /** The content type of {@link #scrape()}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String APP_INFO = "app.info";

  private final PrometheusMeterRegistry counters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PrometheusMeterRegistry gauges =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** An empty page. Meters of others that do not say what they are get a help text here. */
  public MetricsPage() {
    counters.config().meterFilter(MeterFilter.denyNameStartsWith(APP_INFO));
    counters.config().meterFilter(new DefaultHelpText());
  }

  /** Where counters and histograms go. */
  public MeterRegistry counters() {
    return counters;
  }

  /** Where gauges go. */
  public MeterRegistry gauges() {
    return gauges;
  }

  /** The page as it is now. */
  public String scrape() {
    return counters.scrape(CONTENT_TYPE) + gauges.scrape(CONTENT_TYPE);
  }

  /** What Camel counts of routes comes without a word. */
  private static final class DefaultHelpText implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      String description = id.getDescription();
      return description != null && !description.isBlank()
          ? id
          : new Meter.Id(
              id.getName(),
              Tags.of(id.getTagsAsIterable()),
              id.getBaseUnit(),
              "Counted by Apache Camel: " + id.getName(),
              id.getType());
    }
  }
}
