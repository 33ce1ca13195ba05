package org.stellaops.attestor.web;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.failure.SafeText;

/**
 * Refuses requests that a page of another site made a browser send. IP addresses are accepted as
 * host: a browser that sends one has asked this address, not a name of another site.
 *
 * @param hostNames names in lower case under which the server can be reached, besides addresses
 * @param key the configuration key that has further names, for messages
 */
public record BrowserCheck(Set<String> hostNames, String key) {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+\\]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");
  private static final Pattern DEFAULT_PORT = Pattern.compile(":(80|443)$");
  private static final String FORWARDED_HOST = "X-Forwarded-Host";

  public BrowserCheck {
    hostNames = Set.copyOf(hostNames);
  }

  /**
   * The check of one server.
   *
   * @param host the address that it listens on
   * @param furtherNames other names, as that of a proxy, separated by commas; can be empty
   * @param key the configuration key of {@code furtherNames}
   */
  public static BrowserCheck of(String host, String furtherNames, String key) {
    return new BrowserCheck(
        Stream.concat(Stream.of("localhost", host), Stream.of(furtherNames.split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet()),
        key);
  }

  /**
   * Why a request is refused; empty if it is accepted.
   *
   * @param header a header of the request by its name, null if it has none
   * @param isPage whether the request is for a page that another site may link to
   */
  public Optional<Refusal> refusal(Function<String, @Nullable String> header, boolean isPage) {
    String host = text(header, "Host");
    String forwarded = text(header, FORWARDED_HOST);
    if (!isOwnName(host)) {
      return Optional.of(otherName(host));
    }
    if (!forwarded.isEmpty() && !isOwnName(forwarded)) {
      return Optional.of(otherName(forwarded));
    }
    String origin = text(header, "Origin");
    if (!origin.isEmpty() && !isOrigin(origin, host) && !isOrigin(origin, forwarded)) {
      return Optional.of(
          new Refusal(
              403,
              "request of a page of another site: "
                  + SafeText.quote(origin)
                  + ": open the console itself; a proxy must pass on the Host header"));
    }
    String site = text(header, "Sec-Fetch-Site");
    boolean isForeign = !Set.of("", "same-origin", "none").contains(site);
    boolean isLink =
        isPage
            && text(header, "Sec-Fetch-Mode").equals("navigate")
            && text(header, "Sec-Fetch-Dest").equals("document");
    return isForeign && !isLink
        ? Optional.of(
            new Refusal(403, "request of a page of another site: " + SafeText.quote(site)))
        : Optional.empty();
  }

  private Refusal otherName(String host) {
    return new Refusal(
        421, "not a name of this server: %s: add it to %s".formatted(SafeText.quote(host), key));
  }

  private boolean isOwnName(String authority) {
    String name = PORT.matcher(authority).replaceFirst("");
    return hostNames.contains(name) || ADDRESS.matcher(name).matches();
  }

  /** Ignores the scheme, because a proxy may end TLS without saying so. */
  private static boolean isOrigin(String origin, String authority) {
    try {
      String other = URI.create(origin).getRawAuthority();
      return other != null && withoutDefaultPort(other).equals(withoutDefaultPort(authority));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String withoutDefaultPort(String authority) {
    return DEFAULT_PORT.matcher(authority).replaceFirst("");
  }

  private static String text(Function<String, @Nullable String> header, String name) {
    String value = header.apply(name);
    return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
  }
}
