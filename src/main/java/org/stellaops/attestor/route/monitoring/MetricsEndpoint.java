package org.stellaops.attestor.route.monitoring;

import org.stellaops.attestor.metrics.MetricsPage;

/** Serves the metrics over HTTP. */
public final class MetricsEndpoint {
  private final MetricsPage page;

  public MetricsEndpoint(MetricsPage page) {
    this.page = page;
  }

  /** The metrics in the text format of Prometheus. */
  public String scrape() {
    return page.scrape();
  }

  /** The content type of {@link #scrape}. */
  public String contentType() {
    return MetricsPage.CONTENT_TYPE;
  }
}
