package org.stellaops.attestor.app.beans;

import java.util.Map;
import org.stellaops.attestor.config.ConnectionSettings;
import org.stellaops.attestor.config.RekorSyncSettings;
import org.stellaops.attestor.route.http.HttpConnections;
import org.stellaops.attestor.route.http.ProxySelection;
import org.stellaops.attestor.route.http.ResponseLimits;
import org.stellaops.attestor.route.http.TrustedCertificates;

/** The objects of the HTTP client, which requests to logs and to the webhook share. */
final class HttpBeans {
  private HttpBeans() {}

  /** Binds them and returns the connections, which the caller shuts down. */
  static HttpConnections bind(SharedObjects shared, Map<String, String> environment) {
    RekorSyncSettings sync = shared.settings().sync();
    ConnectionSettings settings = sync.connections();
    ProxySelection proxies =
        new ProxySelection(
            settings.proxy(),
            settings.noProxy(),
            settings.proxyCredentials().map(source -> source.read(environment)),
            environment);
    shared.bind("responseLimits", new ResponseLimits(sync.requests().requestTimeout(), proxies));
    shared.bind(
        "webhookResponseLimits",
        new ResponseLimits(shared.settings().alerts().webhookTimeout(), proxies));
    return shared.bind(
        "httpConnections",
        new HttpConnections(
            sync.requests().requestTimeout(),
            sync.requests().parallelRequests(),
            TrustedCertificates.context(settings.caFile())));
  }
}
