package org.stellaops.attestor.route.fetch;

import java.util.Set;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * Filters the headers of requests to logs. Unlike Camel's default, it sends {@code Cache-Control}
 * and {@code Pragma}, which make caches fetch from the log.
 */
public final class RequestHeaderFilter extends HttpHeaderFilterStrategy {
  @Override
  protected void initialize() {
    super.initialize();
    getOutFilter().removeAll(Set.of("cache-control", "pragma"));
  }
}
