package org.stellaops.attestor.route.fetch;

import java.util.Set;
import org.apache.camel.http.base.HttpHeaderFilterStrategy;

/**
 * What of a message goes out with a request to a log. Camel keeps back the two headers by which
 * caches are told to ask the log itself, since for a proxy they would be those of somebody else.
 */
public final class RequestHeaderFilter extends HttpHeaderFilterStrategy {
  @Override
  protected void initialize() {
    super.initialize();
    getOutFilter().removeAll(Set.of("cache-control", "pragma"));
  }
}
