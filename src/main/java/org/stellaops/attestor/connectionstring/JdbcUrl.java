package org.stellaops.attestor.connectionstring;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Parses {@code jdbc:postgresql://host:port/database?property=value&…} with the parser of the
 * driver.
 */
final class JdbcUrl {
  private static final String FORMAT_HINT =
      "write jdbc:postgresql://host:port/database?user=…&password=…";

  private JdbcUrl() {}

  static Map<String, String> parse(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw ConnectionStringErrors.invalid("JDBC URL: not for PostgreSQL", FORMAT_HINT);
    }
    String[] parts = url.split("\\?", 2);
    // the driver would parse "user:secret@host" as a host with an invalid port, and log it
    if (parts[0].contains("@")) {
      throw ConnectionStringErrors.invalid(
          "JDBC URL: user and password must not precede the host", FORMAT_HINT);
    }
    Map<String, String> known = driverProperties(url);
    Map<String, String> properties = new HashMap<>();
    for (String name : List.of("PGHOST", "PGPORT", "PGDBNAME")) {
      properties.put(name, known.getOrDefault(name, ""));
    }
    properties.values().removeIf(String::isEmpty);
    if (parts.length > 1 && !parts[1].isEmpty()) {
      for (String pair : parts[1].split("&")) {
        String name = pair.split("=", 2)[0];
        if (!known.containsKey(name)) {
          throw ConnectionStringErrors.unknownKey(name, List.copyOf(known.keySet()));
        }
        properties.put(name, known.getOrDefault(name, ""));
      }
    }
    return properties;
  }

  /** All properties of the driver, with the values of this URL or else their defaults. */
  private static Map<String, String> driverProperties(String url) {
    try {
      Driver driver = DriverManager.getDriver(url);
      Map<String, String> known = new HashMap<>();
      for (DriverPropertyInfo property : driver.getPropertyInfo(url, new Properties())) {
        known.put(property.name, property.value == null ? "" : property.value);
      }
      return known;
    } catch (SQLException e) {
      throw ConnectionStringErrors.invalid("JDBC URL: invalid syntax", FORMAT_HINT);
    }
  }
}
