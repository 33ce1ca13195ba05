package org.stellaops.attestor.route.http;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The connections of all requests. Their number is limited for each server, and not in all, so that
 * a slow server cannot use up those of another one. A head has at most {@link #MAX_HEADERS} lines
 * of less than {@link #MAX_LINE_BYTES} bytes, as have chunk sizes and trailers.
 */
public final class HttpConnections extends PoolingHttpClientConnectionManager {
  static final int MAX_LINE_BYTES = 1 << 13;
  static final int MAX_HEADERS = 100;

  /** After this time a connection is checked before it is used again. */
  private static final TimeValue MAX_IDLE = TimeValue.ofSeconds(1);

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(MAX_LINE_BYTES).setMaxHeaderCount(MAX_HEADERS).build();

  /**
   * @param timeout of one connect, TLS handshake or read
   * @param perServer the largest number of connections to one server, 1 or more
   * @param tls with the trusted certificates
   */
  public HttpConnections(Duration timeout, int perServer, SSLContext tls) {
    super(
        new DefaultHttpClientConnectionOperator(
            null,
            new TimedDnsResolver(timeout),
            RegistryBuilder.<TlsSocketStrategy>create()
                .register(URIScheme.HTTPS.id, new DefaultClientTlsStrategy(tls))
                .build()),
        PoolConcurrencyPolicy.STRICT,
        PoolReusePolicy.LIFO,
        TimeValue.NEG_ONE_MILLISECOND,
        ManagedHttpClientConnectionFactory.builder()
            .http1Config(LIMITS)
            .responseParserFactory(config -> new LimitedResponseParser(LIMITS))
            .build());
    Timeout limit = Timeout.of(timeout);
    setMaxTotal(Integer.MAX_VALUE);
    setDefaultMaxPerRoute(perServer);
    setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(limit).build());
    setDefaultConnectionConfig(
        ConnectionConfig.custom()
            .setConnectTimeout(limit)
            .setSocketTimeout(limit)
            .setValidateAfterInactivity(MAX_IDLE)
            .build());
  }

  /**
   * Does nothing: the HTTP client closes all connections after an {@link Error} in one request, and
   * requests to other servers would fail from then on.
   */
  @Override
  public void close(CloseMode mode) {}

  /** Like {@link #close(CloseMode)}. */
  @Override
  public void close() {}

  /** Closes all connections for good. */
  public void shutDown() {
    super.close(CloseMode.IMMEDIATE);
  }
}
