package org.stellaops.attestor.connectionstring;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses keyword/value pairs as in Npgsql: {@code Host=localhost;Username=stella;Password="a;b"}.
 * Keys are case-insensitive. A value with a semicolon or with leading or trailing white space is
 * written in single or double quotes; a quote inside is doubled.
 */
final class KeywordPairs {
  private static final Pattern PAIR =
      Pattern.compile(
          "\\s*(?<key>[^=;]*?)\\s*=\\s*"
              + "(?:\"(?<double>[^\"]*+(?:\"\"[^\"]*+)*+)\"|'(?<single>[^']*+(?:''[^']*+)*+)'|(?<plain>[^;\"'][^;]*)?)"
              + "\\s*(?:;|$)");

  private KeywordPairs() {}

  static Map<String, String> parse(String text) {
    Map<String, String> properties = new HashMap<>();
    Matcher pair = PAIR.matcher(text);
    int number = 0;
    for (int offset = 0; !text.substring(offset).isBlank(); offset = pair.end()) {
      number++;
      if (!pair.find(offset) || pair.start() != offset || pair.group("key").isEmpty()) {
        throw malformed(number);
      }
      String value = value(pair);
      ConnectionKeyword.ofKeyword(pair.group("key"))
          .ifPresent(keyword -> put(properties, keyword, value));
    }
    if (number == 0) {
      throw malformed(1);
    }
    HostList.normalize(properties);
    return properties;
  }

  private static String value(Matcher pair) {
    if (pair.group("double") != null) {
      return pair.group("double").replace("\"\"", "\"");
    }
    if (pair.group("single") != null) {
      return pair.group("single").replace("''", "'");
    }
    return pair.group("plain") == null ? "" : pair.group("plain").strip();
  }

  private static void put(Map<String, String> properties, ConnectionKeyword keyword, String value) {
    if (properties.put(keyword.property(), keyword.driverValue(value)) != null) {
      throw ConnectionStringErrors.invalid(
          "connection string: duplicate key for " + keyword.property(),
          "write a key or one of its aliases, such as Host or Server, only once");
    }
  }

  private static RuntimeException malformed(int number) {
    return ConnectionStringErrors.invalid(
        "connection string: part " + number + " is not key=value",
        "write Host=…;Database=…;Username=…;Password=…; quote a value that contains ';'");
  }
}
