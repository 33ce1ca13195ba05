package org.stellaops.attestor.postgres;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** {@code jdbc:postgresql://host:port/database?property=value&…}, read by the driver itself. */
final class JdbcUrl {
  private static final String FORM = "write jdbc:postgresql://host:port/database?user=…&password=…";

  private JdbcUrl() {}

  static Map<String, String> parse(String url) {
    if (!url.startsWith("jdbc:postgresql:")) {
      throw Refused.because("the JDBC URL is not for PostgreSQL", FORM);
    }
    String[] parts = url.split("\\?", 2);
    // the driver would take "user:secret@host" for a host with a strange port, and log it
    if (parts[0].contains("@")) {
      throw Refused.because("a JDBC URL has no user and password before its host", FORM);
    }
    Map<String, String> read = read(url);
    Map<String, String> properties = new HashMap<>();
    for (String place : List.of("PGHOST", "PGPORT", "PGDBNAME")) {
      properties.put(place, read.getOrDefault(place, ""));
    }
    properties.values().removeIf(String::isEmpty);
    if (parts.length > 1 && !parts[1].isEmpty()) {
      for (String pair : parts[1].split("&")) {
        String name = pair.split("=", 2)[0];
        if (!read.containsKey(name)) {
          throw Refused.unknownKey(name, List.copyOf(read.keySet()));
        }
        properties.put(name, read.getOrDefault(name, ""));
      }
    }
    return properties;
  }

  /** All properties that the driver knows, with the values of this URL or else their defaults. */
  private static Map<String, String> read(String url) {
    try {
      Driver driver = DriverManager.getDriver(url);
      Map<String, String> read = new HashMap<>();
      for (DriverPropertyInfo property : driver.getPropertyInfo(url, new Properties())) {
        read.put(property.name, property.value == null ? "" : property.value);
      }
      return read;
    } catch (SQLException e) {
      throw Refused.because("the JDBC URL is malformed", FORM);
    }
  }
}
