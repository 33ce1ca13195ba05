package org.stellaops.attestor.route.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The proxy of each request. Each setting replaces its environment variables: {@code proxy} those
 * of {@code https_proxy} and {@code http_proxy}, {@code noProxy} that of {@code no_proxy}.
 *
 * @param proxy {@code http://proxy.example.org:3128}, {@code none}, or empty for the environment
 * @param noProxy see {@link ProxyExceptions}; empty for the environment
 * @param credentials {@code user:password} for the proxy; empty for those in the variable, if any
 * @param environment the environment of the process
 */
public record ProxySelection(
    Optional<String> proxy,
    Optional<String> noProxy,
    Optional<String> credentials,
    Map<String, String> environment) {
  private static final String NONE = "none";
  private static final int DEFAULT_PORT = 80;

  /** Sends the requests of a client through the proxy. */
  void configure(HttpClientBuilder builder) {
    BasicCredentialsProvider provider = new BasicCredentialsProvider();
    Stream.of("http", "https").forEach(scheme -> addCredentials(scheme, provider));
    builder.setDefaultCredentialsProvider(provider);
    builder.setRoutePlanner(
        new DefaultRoutePlanner(null) {
          @Override
          protected @Nullable HttpHost determineProxy(HttpHost server, HttpContext context) {
            return forServer(server).orElse(null);
          }
        });
  }

  /**
   * The proxy for requests to a server; empty if they are direct.
   *
   * @throws AttestorException {@code configuration} if the environment has an invalid one
   */
  Optional<HttpHost> forServer(HttpHost server) {
    ProxyExceptions exceptions =
        ProxyExceptions.parse(noProxy.or(() -> variable("no_proxy")).orElse(""));
    return exceptions.contains(server)
        ? Optional.empty()
        : url(server.getSchemeName()).map(ProxySelection::host);
  }

  private void addCredentials(String scheme, BasicCredentialsProvider provider) {
    try {
      Optional<URI> url = url(scheme);
      Optional<String> both =
          credentials.or(
              () -> url.map(URI::getRawUserInfo).map(text -> URLDecoder.decode(text, UTF_8)));
      if (url.isPresent() && both.isPresent()) {
        String[] parts = both.get().split(":", 2);
        char[] password = parts.length < 2 ? new char[0] : parts[1].toCharArray();
        provider.setCredentials(
            new AuthScope(host(url.get())), new UsernamePasswordCredentials(parts[0], password));
      }
    } catch (AttestorException e) {
      // reported by the first request that would use the proxy
    }
  }

  private Optional<URI> url(String scheme) {
    if (proxy.isPresent()) {
      return proxy
          .filter(text -> !text.equals(NONE))
          .map(text -> parse("attestor.rekorSync.proxy", text));
    }
    String name = scheme + "_proxy";
    return variable(name).map(text -> parse(name, text));
  }

  private Optional<String> variable(String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .map(each -> environment.getOrDefault(each, "").strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** Parses the URL of a proxy, which may lack its scheme. Messages do not contain a password. */
  private static URI parse(String name, String text) {
    try {
      URI url = URI.create(text.contains("://") ? text : "http://" + text);
      if ("http".equalsIgnoreCase(url.getScheme())
          && url.getHost() != null
          && url.getPort() <= 65535) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // reported below
    }
    throw new AttestorException(
        Failure.CONFIGURATION,
        name + ": not the URL of an HTTP proxy",
        "write http://HOST:PORT, or set attestor.rekorSync.proxy");
  }

  private static HttpHost host(URI url) {
    return new HttpHost("http", url.getHost(), url.getPort() < 0 ? DEFAULT_PORT : url.getPort());
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return "proxy " + proxy.orElse("of the environment");
  }
}
