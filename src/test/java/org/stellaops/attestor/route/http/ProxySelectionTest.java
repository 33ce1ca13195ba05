package org.stellaops.attestor.route.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.AttestorException;

/** Which proxy a request uses, from the configuration and the environment. */
class ProxySelectionTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "https_proxy", "http://u:p@secure.example:3128/",
          "HTTP_PROXY", "plain.example",
          "NO_PROXY", "direct.example");

  @ParameterizedTest
  @CsvSource({
    "https://log.example/, http://secure.example:3128",
    "http://log.example/, http://plain.example:80",
    "https://direct.example/, none",
    "https://127.0.0.1:8443/, none",
    "http://localhost:9464/, none",
    "http://[::1]:9464/, none",
  })
  void readsTheEnvironment(String url, String expected) {
    assertThat(proxy(Optional.empty(), Optional.empty(), url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://own.example:8080, '', https://log.example/, http://own.example:8080",
    "http://own.example:8080, '', https://direct.example/, none",
    "http://own.example:8080, other.example, https://direct.example/, http://own.example:8080",
    "'', log.example, https://log.example/, none",
    "none, '', https://log.example/, none",
  })
  void aKeyReplacesItsVariables(String proxy, String noProxy, String url, String expected) {
    assertThat(proxy(keyValue(proxy), keyValue(noProxy), url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "example.org, https://example.org/, true",
    "example.org, https://log.example.org/, true",
    "example.org, https://badexample.org/, false",
    ".example.org, https://log.example.org/, true",
    "*.example.org, https://log.example.org/, true",
    "EXAMPLE.org, https://Log.Example.ORG/, true",
    "*, https://anything.example/, true",
    "example.org:8443, https://example.org:8443/, true",
    "example.org:8443, https://example.org:9443/, false",
    "10.1.2.3, http://10.1.2.3/, true",
    "10.1.2.3, http://10.1.2.4/, false",
    "10.0.0.0/8, http://10.200.1.1/, true",
    "10.0.0.0/8, http://11.0.0.1/, false",
    "10.0.0.0/33, http://10.0.0.0/, false",
    "10.0.0.0/8, http://10.example/, false",
    "2001:db8::/32, http://[2001:db8:1::5]/, true",
    "2001:db8::/32, http://[2001:db9::5]/, false",
    "'a.example , b.example', http://b.example/, true",
    "',,', http://b.example/, false",
  })
  void matchesExceptions(String exceptions, String url, boolean direct) {
    Optional<String> proxy = Optional.of("http://own.example:8080");
    assertThat(proxy(proxy, Optional.of(exceptions), url))
        .isEqualTo(direct ? "none" : "http://own.example:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://u:secret@p.example", "http://", "http://p.example:99999", "a b"})
  void rejectsAnInvalidVariableWithoutItsPassword(String value) {
    ProxySelection selection =
        new ProxySelection(
            Optional.empty(), Optional.empty(), Optional.empty(), Map.of("http_proxy", value));

    assertThatThrownBy(() -> selection.forServer(new HttpHost("http", "log.example", 80)))
        .isInstanceOf(AttestorException.class)
        .hasMessageContaining("http_proxy")
        .hasMessageNotContaining("secret");
  }

  @Test
  void doesNotPrintPasswords() {
    ProxySelection selection =
        new ProxySelection(
            Optional.empty(), Optional.empty(), Optional.of("u:secret"), ENVIRONMENT);

    assertThat(selection.toString()).doesNotContain("secret", "u:p");
  }

  private static Optional<String> keyValue(String text) {
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  private static String proxy(Optional<String> proxy, Optional<String> noProxy, String url) {
    URI server = URI.create(url);
    return new ProxySelection(proxy, noProxy, Optional.empty(), ENVIRONMENT)
        .forServer(new HttpHost(server.getScheme(), server.getHost(), server.getPort()))
        .map(HttpHost::toURI)
        .orElse("none");
  }
}
