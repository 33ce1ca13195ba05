package org.stellaops.attestor.config.schema;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * The URL of a directory: {@code https://log.example.org/}, {@code http://…} or {@code
 * file:///srv/log/}. The value always ends in a slash, so that {@link URI#resolve} adds to it; a
 * missing one is added.
 *
 * <p>User names and passwords are rejected, because URLs appear in logs and metrics.
 */
record UrlType() implements ValueType<URI> {
  private static final Set<String> SCHEMES = Set.of("http", "https", "file");
  private static final int MAX_PORT = 65_535;

  @Override
  public String description() {
    return "http, https or file URL";
  }

  @Override
  public URI parse(String text) {
    URI url = parseUri(text, "https://log.example.org/");
    if (url.getRawAuthority() != null && url.getRawAuthority().contains("@")) {
      throw ConfigErrors.invalid("the URL contains a user name or password", "remove them");
    }
    if (url.getScheme() == null || !SCHEMES.contains(url.getScheme())) {
      throw ConfigErrors.invalid(
          "not an http, https or file URL", "begin it with https://, http:// or file:///");
    }
    if (url.getScheme().equals("file")) {
      requireLocal(url);
    } else {
      requireHost(url);
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw ConfigErrors.invalid(
          ConfigErrors.quote(text) + " has a query or a fragment", "end it before the ? or #");
    }
    return text.endsWith("/") ? url : URI.create(text + "/");
  }

  @Override
  public String print(URI value) {
    return value.toString();
  }

  /** Parses a URI. The message does not repeat the text, which may contain a password. */
  static URI parseUri(String text, String example) {
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

  private static void requireHost(URI url) {
    if (url.getHost() == null || url.getPort() > MAX_PORT) {
      throw ConfigErrors.invalid(
          ConfigErrors.quote(url.toString()) + " has no valid host and port",
          "write it like https://log.example.org/ or http://127.0.0.1:8080/");
    }
  }
}
