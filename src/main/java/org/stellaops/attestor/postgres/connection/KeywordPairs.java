package org.stellaops.attestor.postgres.connection;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code Host=localhost;Username=stella;Password="a;b"}, as Npgsql has it. Keys are read in any
 * case. A value that holds a semicolon, or white space at an end, is written in single or double
 * quotes, which are doubled inside.
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
          "the connection string says twice what its " + keyword.property() + " is",
          "a key and its aliases, as Host and Server, may be there once");
    }
  }

  private static RuntimeException malformed(int number) {
    return ConnectionStringErrors.invalid(
        "part " + number + " of the connection string is no key=value",
        "write Host=…;Database=…;Username=…;Password=…, and quotes around a value with ';' in it");
  }
}
