package org.stellaops.attestor.route.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.net.InetAddressUtils;
import org.apache.hc.core5.net.NamedEndpoint;

/**
 * The servers that are reached without the proxy, in the form of {@code no_proxy}: names, which
 * include all names below them, addresses, networks as {@code 10.0.0.0/8}, each with or without a
 * port, and {@code *} for all. This computer itself is always one of them.
 */
record ProxyExceptions(List<String> entries) {
  /** Parses entries separated by commas or blanks. */
  static ProxyExceptions parse(String text) {
    return new ProxyExceptions(
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[,\\s]+"))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean contains(NamedEndpoint server) {
    String host = withoutBrackets(server.getHostName().toLowerCase(Locale.ROOT));
    return host.equals("localhost")
        || address(host).filter(InetAddress::isLoopbackAddress).isPresent()
        || entries.stream().anyMatch(entry -> matches(entry, host, server.getPort()));
  }

  private static boolean matches(String entry, String host, int port) {
    int colon = entry.lastIndexOf(':');
    boolean hasPort = colon > 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
    if (hasPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
      return false;
    }
    String name = withoutBrackets(hasPort ? entry.substring(0, colon) : entry);
    Optional<InetAddress> address = address(host);
    if (address.isPresent()) {
      return name.equals("*") || isInNetwork(address.get().getAddress(), name);
    }
    String domain = name.startsWith("*.") ? name.substring(2) : name.replaceFirst("^\\.", "");
    return name.equals("*") || host.equals(domain) || host.endsWith("." + domain);
  }

  private static boolean isInNetwork(byte[] address, String network) {
    int slash = network.indexOf('/');
    Optional<byte[]> base =
        address(slash < 0 ? network : network.substring(0, slash)).map(InetAddress::getAddress);
    if (base.isEmpty() || base.get().length != address.length) {
      return false;
    }
    String length = slash < 0 ? "" + 8 * address.length : network.substring(slash + 1);
    int bits = length.matches("\\d{1,3}") ? Integer.parseInt(length) : Integer.MAX_VALUE;
    for (int i = 0; i < bits && i < 8 * address.length; i++) {
      if (((address[i / 8] ^ base.get()[i / 8]) >> 7 - i % 8 & 1) != 0) {
        return false;
      }
    }
    return bits <= 8 * address.length;
  }

  /** The address that a text is; empty for a name, which is not looked up. */
  private static Optional<InetAddress> address(String text) {
    try {
      return InetAddressUtils.isIPv4(text) || InetAddressUtils.isIPv6(text)
          ? Optional.of(InetAddress.getByName(text))
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
