package org.stellaops.attestor.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which requests a page of another site made a browser send. */
class BrowserCheckTest {
  private static final BrowserCheck CHECK =
      BrowserCheck.of("127.0.0.1", "Stella.Example.ORG, mirror01", "attestor.console.hostNames");

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9999, true",
    "localhost:9999, true",
    "LOCALHOST, true",
    "[::1]:9999, true",
    "10.0.0.5:9999, true",
    "stella.example.org, true",
    "mirror01:9464, true",
    "evil.example:9999, false",
    "localhost.evil.example, false",
    "127.0.0.1.evil.example:9999, false",
    "stella.example.org.evil.example, false",
    "evil@localhost, false",
    "localhost:9999:1, false",
    "'', false"
  })
  void acceptsOwnNamesAndAddressesOnly(String host, boolean isAccepted) {
    assertThat(CHECK.refusal(Map.of("Host", host)::get, true).isEmpty()).isEqualTo(isAccepted);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:9999, '', http://localhost:9999, true",
    "localhost:9999, '', http://localhost:8080, false",
    "localhost:9999, '', http://127.0.0.1:9999, false",
    "localhost:9999, '', http://evil.example, false",
    "localhost:9999, '', null, false",
    "localhost:9999, '', file://, false",
    "localhost:9999, '', 'http://a b', false",
    "stella.example.org, '', https://stella.example.org, true",
    "stella.example.org:443, '', https://stella.example.org, true",
    "stella.example.org, '', https://stella.example.org:8443, false",
    "127.0.0.1:9999, stella.example.org, https://stella.example.org, true",
    "127.0.0.1:9999, evil.example, http://evil.example, false",
    "evil.example, 127.0.0.1:9999, http://127.0.0.1:9999, false"
  })
  void acceptsOwnOriginOnly(String host, String forwarded, String origin, boolean isAccepted) {
    Map<String, String> headers =
        Map.of("Host", host, "X-Forwarded-Host", forwarded, "Origin", origin);

    assertThat(CHECK.refusal(headers::get, true).isEmpty()).isEqualTo(isAccepted);
  }

  @ParameterizedTest
  @CsvSource({
    "same-origin, cors, empty, true, true",
    "none, navigate, document, true, true",
    "cross-site, navigate, document, true, false",
    "same-site, navigate, document, true, false",
    "cross-site, navigate, iframe, false, false",
    "cross-site, no-cors, image, false, false",
    "same-site, no-cors, script, false, false",
    "same-site, cors, empty, false, false"
  })
  void otherSitesMayLinkToPagesOnly(
      String site, String mode, String destination, boolean isPageAccepted, boolean isAccepted) {
    Map<String, String> headers =
        Map.of(
            "Host", "localhost:9999",
            "Sec-Fetch-Site", site,
            "Sec-Fetch-Mode", mode,
            "Sec-Fetch-Dest", destination);

    assertThat(CHECK.refusal(headers::get, true).isEmpty()).isEqualTo(isPageAccepted);
    assertThat(CHECK.refusal(headers::get, false).isEmpty()).isEqualTo(isAccepted);
  }

  @Test
  void messageNamesTheKeyAndIsSafeToPrint() {
    assertThat(CHECK.refusal(Map.of("Host", "mirror02\u001b[2J")::get, true))
        .contains(
            new Refusal(
                421,
                "not a name of this server: 'mirror02?[2j': add it to"
                    + " attestor.console.hostNames"));
  }
}
