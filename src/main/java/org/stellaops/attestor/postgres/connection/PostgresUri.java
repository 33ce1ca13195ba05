package org.stellaops.attestor.postgres.connection;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code postgresql://user:password@host:port/database?sslmode=…}, as libpq has it. Everything but
 * hosts and ports may be percent-encoded; in a password {@code @ : / ?} and {@code #} must be.
 */
final class PostgresUri {
  private static final Pattern URI =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]*)(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");
  private static final String HINT =
      "write postgresql://user:password@host:port/database?sslmode=require, and %40 for '@',"
          + " %3A for ':', %2F for '/' inside the password";

  private PostgresUri() {}

  static Map<String, String> parse(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches()) {
      throw ConnectionStringErrors.invalid("the connection URI is malformed", HINT);
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
        throw ConnectionStringErrors.invalid(
            "the connection URI has a parameter without '='", HINT);
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
      // a URI, not a form: plus is plus
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ConnectionStringErrors.invalid(
          "the connection URI has a '%' without two hexadecimal digits", HINT);
    }
  }
}
