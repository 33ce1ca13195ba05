package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** URLs. User names and passwords are rejected, because URLs appear in logs and metrics. */
enum UrlType implements ValueType<URI> {
  /**
   * The URL of a directory: {@code https://log.example.org/}, {@code http://…} or {@code
   * file:///srv/log/}, without a query or fragment. The value always ends in a slash, so that
   * {@link URI#resolve} adds to it; a missing one is added.
   */
  DIRECTORY(
      "http, https or file URL",
      Set.of("http", "https", "file"),
      "https://log.example.org/",
      "remove them"),
  /** The URL of a webhook, with an optional query. */
  WEBHOOK(
      "http or https URL to post to",
      Set.of("http", "https"),
      "https://alerts.example.org/stella",
      "use webhookHeader and webhookSecretFile");

  private static final int MAX_PORT = 65_535;

  private final String description;
  private final Set<String> schemes;
  private final String example;
  private final String credentialsHint;

  UrlType(String description, Set<String> schemes, String example, String credentialsHint) {
    this.description = description;
    this.schemes = schemes;
    this.example = example;
    this.credentialsHint = credentialsHint;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public URI parse(String text) {
    URI url = parseUri(text);
    if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
      throw ConfigErrors.invalid("the URL contains a user name or password", credentialsHint);
    }
    if (url.getScheme() == null || !schemes.contains(url.getScheme())) {
      throw ConfigErrors.invalid("not an " + description, "write it like " + example);
    }
    if (url.getScheme().equals("file")) {
      requireLocal(url);
    } else if (url.getHost() == null || url.getPort() > MAX_PORT) {
      throw ConfigErrors.invalid(
          ConfigErrors.quote(text) + " has no valid host and port", "write it like " + example);
    }
    if (this == WEBHOOK) {
      return url;
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw ConfigErrors.invalid(
          ConfigErrors.quote(text) + " has a query or a fragment", "end it before the ? or #");
    }
    return text.endsWith("/") ? url : URI.create(text + "/");
  }

  /** Parses a URI. The message does not repeat the text, which may contain a password. */
  private URI parseUri(String text) {
    try {
      return new URI(ConfigErrors.requireLiteral(text));
    } catch (URISyntaxException e) {
      throw ConfigErrors.invalid(
          "invalid URL (" + e.getReason() + " at character " + (e.getIndex() + 1) + ")",
          "write it like " + example);
    }
  }

  private static void requireLocal(URI url) {
    boolean isLocal = url.getRawAuthority() == null || url.getRawAuthority().equals("localhost");
    if (!isLocal || url.getRawPath() == null || !url.getRawPath().startsWith("/")) {
      throw ConfigErrors.invalid(
          ConfigErrors.quote(url.toString()) + " does not contain an absolute local path",
          "write it like file:///srv/log/");
    }
  }
}
