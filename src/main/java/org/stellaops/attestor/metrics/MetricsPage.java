package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The page for Prometheus in text format 0.0.4: all counters and histograms, then all gauges. Safe
 * for use by several threads.
 */
public final class MetricsPage {
  /** The content type of {@link #scrape()}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String APP_INFO = "app.info";

  private final PrometheusMeterRegistry counters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final PrometheusMeterRegistry gauges =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Creates an empty page. */
  public MetricsPage() {
    counters.config().meterFilter(MeterFilter.denyNameStartsWith(APP_INFO));
    counters.config().meterFilter(new DefaultHelpText());
  }

  /** The registry for the metrics of Camel. */
  public MeterRegistry counters() {
    return counters;
  }

  /**
   * The counter of a series; 0 until it is incremented.
   *
   * @param labelValues in the order of {@link Metric#labels()}
   */
  Counter counter(Metric metric, String... labelValues) {
    return Counter.builder(metric.metricName())
        .description(metric.help())
        .tags(tags(metric, Metric.Type.COUNTER, labelValues))
        .register(counters);
  }

  /** The histogram of a series with these upper bounds of its buckets. */
  DistributionSummary histogram(Metric metric, double[] buckets, String... labelValues) {
    return DistributionSummary.builder(metric.metricName())
        .description(metric.help())
        .serviceLevelObjectives(buckets)
        .tags(tags(metric, Metric.Type.HISTOGRAM, labelValues))
        .register(counters);
  }

  /**
   * Adds the gauge of a series. The first registration of a series is in effect.
   *
   * @param value called on every scrape; NaN if there is no value
   * @param labelValues in the order of {@link Metric#labels()}
   */
  public void gauge(Metric metric, Supplier<? extends Number> value, String... labelValues) {
    Gauge.builder(metric.metricName(), () -> value.get())
        .description(metric.help())
        .tags(tags(metric, Metric.Type.GAUGE, labelValues))
        .register(gauges);
  }

  /** The content type of {@link #scrape()}, for the route that serves it. */
  public String contentType() {
    return CONTENT_TYPE;
  }

  /** The current page. */
  public String scrape() {
    return counters.scrape(CONTENT_TYPE) + gauges.scrape(CONTENT_TYPE);
  }

  private static List<Tag> tags(Metric metric, Metric.Type type, String... values) {
    List<String> names = metric.labels();
    if (metric.type() != type || names.size() != values.length) {
      throw new IllegalArgumentException(
          metric.metricName() + " is a " + metric.type().label() + " with labels " + names);
    }
    return IntStream.range(0, values.length)
        .mapToObj(i -> Tag.of(names.get(i), values[i]))
        .toList();
  }

  /** Camel registers the metrics of its routes without help text. */
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
