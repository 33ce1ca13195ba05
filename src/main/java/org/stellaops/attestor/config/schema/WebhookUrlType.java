package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.util.Set;

/**
 * The URL of a webhook, as {@code https://alerts.example.org/stella}, with an optional query. User
 * names and passwords are rejected, because URLs appear in logs.
 */
public record WebhookUrlType() implements ValueType<URI> {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Override
  public String description() {
    return "http or https URL to post to";
  }

  @Override
  public URI parse(String text) {
    URI url = UrlType.parseUri(text, "https://alerts.example.org/stella");
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
}
