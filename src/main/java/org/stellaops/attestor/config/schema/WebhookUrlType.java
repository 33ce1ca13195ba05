package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * Where to post: {@code https://alerts.example.org/stella}, as it is, with a query if it has one.
 * User names and passwords are refused, because addresses appear in logs.
 */
public record WebhookUrlType() implements ValueType<URI> {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Override
  public String description() {
    return "http or https URL to post to";
  }

  @Override
  public URI parse(String text) {
    URI url = parseUri(ConfigErrors.requireLiteral(text));
    if (url.getRawUserInfo() != null) {
      throw ConfigErrors.invalid(
          "the URL contains a user name or password", "use webhookHeader and webhookSecretFile");
    }
    if (url.getScheme() == null || !SCHEMES.contains(url.getScheme()) || url.getHost() == null) {
      throw ConfigErrors.invalid(
          "not an http or https URL with a host", "write it like https://alerts.example.org/x");
    }
    return url;
  }

  @Override
  public String print(URI value) {
    return value.toString();
  }

  private static URI parseUri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // the reason names a position, never the text: it may hold a secret
      throw ConfigErrors.invalid(
          "invalid URL (" + e.getReason() + " at character " + (e.getIndex() + 1) + ")",
          "write it like https://alerts.example.org/stella");
    }
  }
}
