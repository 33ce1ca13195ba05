package org.stellaops.attestor.postgres;

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
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]*)(?:/(?<database>[^/?#]*))?(?:\\?(?<query>[^#]*))?");
  private static final String HINT =
      "write postgresql://user:password@host:port/database?sslmode=require, and %40 for '@',"
          + " %3A for ':', %2F for '/' inside the password";

  private PostgresUri() {}

  static Map<String, String> parse(String uri) {
    Matcher form = FORM.matcher(uri);
    if (!form.matches()) {
      throw Refused.because("the connection URI is malformed", HINT);
    }
    Map<String, String> properties = new HashMap<>();
    put(properties, ConnectionKeyword.USER, form.group("user"));
    put(properties, ConnectionKeyword.PASSWORD, form.group("password"));
    put(properties, ConnectionKeyword.DATABASE, form.group("database"));
    put(properties, ConnectionKeyword.HOST, form.group("hosts"));
    if (form.group("query") != null && !form.group("query").isEmpty()) {
      query(form.group("query"), properties);
    }
    HostList.complete(properties);
    return properties;
  }

  private static void query(String query, Map<String, String> properties) {
    for (String pair : query.split("&")) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2) {
        throw Refused.because("the connection URI has a parameter without '='", HINT);
      }
      put(properties, ConnectionKeyword.ofUri(decoded(parts[0])), parts[1]);
    }
  }

  private static void put(
      Map<String, String> properties, ConnectionKeyword keyword, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      properties.put(keyword.property(), keyword.value(decoded(text)));
    }
  }

  private static String decoded(String text) {
    try {
      // a URI, not a form: plus is plus
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.because("the connection URI has a '%' without two hexadecimal digits", HINT);
    }
  }
}
