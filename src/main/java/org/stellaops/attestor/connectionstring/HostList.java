package org.stellaops.attestor.connectionstring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses lists of hosts with ports, in the order in which the driver tries them. */
final class HostList {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\[\\]:/\\s]+)(?::([0-9]+))?");
  private static final Pattern BARE_IPV6 =
      Pattern.compile("[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*");

  private HostList() {}

  /**
   * Converts {@code a,b:5433,[::1]} and a default port to the lists of the driver: one port per
   * host, IPv6 addresses in brackets.
   */
  static void normalize(Map<String, String> properties) {
    String defaultPort = properties.getOrDefault("PGPORT", "5432");
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String item : properties.getOrDefault("PGHOST", "localhost").split(",", -1)) {
      String host =
          BARE_IPV6.matcher(item.strip()).matches() ? "[" + item.strip() + "]" : item.strip();
      Matcher matcher = HOST_AND_PORT.matcher(host);
      if (!matcher.matches()) {
        throw ConnectionStringErrors.invalid(
            "connection string: invalid host",
            "write a host name or an address, IPv6 in brackets; Unix sockets are not supported");
      }
      hosts.add(matcher.group(1));
      ports.add(port(matcher.group(2) == null ? defaultPort : matcher.group(2)));
    }
    properties.put("PGHOST", String.join(",", hosts));
    properties.put("PGPORT", String.join(",", ports));
  }

  private static String port(String text) {
    if (!text.matches("[1-9][0-9]{0,4}") || Integer.parseInt(text) > 65535) {
      throw ConnectionStringErrors.invalid(
          "connection string: invalid port", "a port is a number from 1 to 65535");
    }
    return text;
  }
}
