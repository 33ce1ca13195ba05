package org.stellaops.attestor.connectionstring;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a connection URI as in libpq: {@code
 * postgresql://user:password@host:port/database?sslmode=…}. Everything except hosts and ports may
 * be percent-encoded; in a password {@code @ : / ?} and {@code #} must be.
 */
final class PostgresUri {
  private static final Pattern URI =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]*)(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");
  private static final String HINT =
      "write postgresql://user:password@host:port/database?sslmode=require; in the password encode"
          + " '@' as %40, ':' as %3A and '/' as %2F";

  private PostgresUri() {}

  static Map<String, String> parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw ConnectionStringErrors.invalid("connection URI: invalid syntax", HINT);
    }
    Map<String, String> properties = new HashMap<>();
    put(properties, ConnectionKeyword.USER, matcher.group("user"));
    put(properties, ConnectionKeyword.PASSWORD, matcher.group("password"));
    put(properties, ConnectionKeyword.DATABASE, matcher.group("database"));
    put(properties, ConnectionKeyword.HOST, matcher.group("hosts"));
    if (matcher.group("query") != null && !matcher.group("query").isEmpty()) {
      parseQuery(matcher.group("query"), properties);
    }
    HostList.normalize(properties);
    return properties;
  }

  private static void parseQuery(String query, Map<String, String> properties) {
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2) {
        throw ConnectionStringErrors.invalid("connection URI: a parameter has no '='", HINT);
      }
      put(properties, ConnectionKeyword.ofUriParameter(percentDecoded(parts[0])), parts[1]);
    }
  }

  private static void put(
      Map<String, String> properties, ConnectionKeyword keyword, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      properties.put(keyword.property(), keyword.driverValue(percentDecoded(text)));
    }
  }

  private static String percentDecoded(String text) {
    try {
      // unlike in a form, '+' stands for itself in a URI
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ConnectionStringErrors.invalid(
          "connection URI: '%' without two hexadecimal digits", HINT);
    }
  }
}
