package org.stellaops.attestor.postgres.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where PostgreSQL is and how to get in. One value, written in any of three forms:
 *
 * <pre>
 *   Host=localhost;Port=5432;Database=stella;Username=stella;Password=secret
 *   postgresql://stella:secret@localhost:5432/stella?sslmode=require
 *   jdbc:postgresql://localhost:5432/stella?user=stella&amp;password=secret
 * </pre>
 *
 * <p>A key that is not known is refused, because a mistyped {@code SSL Mode} would otherwise mean
 * no encryption. {@link #toString()} is the JDBC form without the secrets; without secrets, parsing
 * it gives the same value again. Immutable.
 */
public final class ConnectionString {
  private static final String HOST = "PGHOST";
  private static final String PORT = "PGPORT";
  private static final String DATABASE = "PGDBNAME";
  private static final Set<String> URL_PROPERTIES = Set.of(HOST, PORT, DATABASE);
  private static final Set<String> SECRETS = Set.of("password", "sslpassword");

  private final TreeMap<String, String> properties;

  /** Takes properties under the names of the JDBC driver. */
  public ConnectionString(Map<String, String> properties) {
    this.properties = new TreeMap<>(properties);
    this.properties.putIfAbsent(HOST, "localhost");
    this.properties.putIfAbsent(PORT, "5432");
    if (properties.containsKey("user")) {
      this.properties.putIfAbsent(DATABASE, properties.get("user"));
    }
  }

  /**
   * Reads any of the three forms.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code configuration}; the
   *     message repeats keys but never values
   */
  public static ConnectionString parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("jdbc:")) {
      return new ConnectionString(JdbcUrl.parse(trimmed));
    }
    if (trimmed.matches("(?s)postgres(ql)?://.*")) {
      return new ConnectionString(PostgresUri.parse(trimmed));
    }
    return new ConnectionString(KeywordPairs.parse(trimmed));
  }

  /** The same with this password in place of the one that may have been in the text. */
  public ConnectionString withPassword(String password) {
    TreeMap<String, String> changed = new TreeMap<>(properties);
    changed.put("password", password);
    return new ConnectionString(changed);
  }

  /** The same with this property of the JDBC driver, if the operator has not set it. */
  ConnectionString withDefault(String property, String value) {
    TreeMap<String, String> changed = new TreeMap<>(properties);
    changed.putIfAbsent(property, value);
    return new ConnectionString(changed);
  }

  /** Hosts, ports and database as the JDBC driver reads them; no user, no password, no options. */
  public String jdbcUrl() {
    String[] hosts = value(HOST).split(",");
    String[] ports = value(PORT).split(",");
    StringBuilder url = new StringBuilder("jdbc:postgresql://");
    for (int i = 0; i < hosts.length; i++) {
      url.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[i]);
    }
    return url.append('/').append(percentEncoded(value(DATABASE))).toString();
  }

  /** Everything that {@link #jdbcUrl()} leaves out, the password with it. */
  public Properties properties() {
    Properties rest = new Properties();
    properties.forEach((name, value) -> {
      if (!URL_PROPERTIES.contains(name)) {
        rest.setProperty(name, value);
      }
    });
    return rest;
  }

  /** For messages: {@code database stella at localhost:5432}. */
  public String location() {
    String hostsAndPorts = jdbcUrl().replaceFirst("jdbc:postgresql://(.*)/[^/]*$", "$1");
    return "database " + properties.getOrDefault(DATABASE, "of the user") + " at " + hostsAndPorts;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionString that && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return properties.hashCode();
  }

  /** The JDBC form, without passwords. */
  @Override
  public String toString() {
    String query =
        properties.entrySet().stream()
            .filter(e -> !URL_PROPERTIES.contains(e.getKey()) && !SECRETS.contains(e.getKey()))
            .map(e -> e.getKey() + "=" + percentEncoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return jdbcUrl() + (query.isEmpty() ? "" : "?" + query);
  }

  private String value(String property) {
    return properties.getOrDefault(property, "");
  }

  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
