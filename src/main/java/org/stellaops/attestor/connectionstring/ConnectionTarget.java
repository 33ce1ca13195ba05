package org.stellaops.attestor.connectionstring;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Hosts, database, user and options of a connection to PostgreSQL, parsed from one of three
 * formats:
 *
 * <pre>
 *   Host=localhost;Port=5432;Database=stella;Username=stella;Password=secret
 *   postgresql://stella:secret@localhost:5432/stella?sslmode=require
 *   jdbc:postgresql://localhost:5432/stella?user=stella&amp;password=secret
 * </pre>
 *
 * <p>{@link #toString()} is the JDBC URL without passwords; if there is no password, parsing it
 * gives an equal value. Immutable.
 *
 * @param values properties of the JDBC driver, passwords included
 */
public record ConnectionTarget(Map<String, String> values) {
  private static final String HOST = "PGHOST";
  private static final String PORT = "PGPORT";
  private static final String DATABASE = "PGDBNAME";
  private static final Set<String> URL_PROPERTIES = Set.of(HOST, PORT, DATABASE);
  private static final Set<String> SECRETS = Set.of("password", "sslpassword");

  /** Adds the defaults: host {@code localhost}, port 5432, database named after the user. */
  public ConnectionTarget {
    TreeMap<String, String> all = new TreeMap<>(values);
    all.putIfAbsent(HOST, "localhost");
    all.putIfAbsent(PORT, "5432");
    if (all.containsKey("user")) {
      all.putIfAbsent(DATABASE, all.get("user"));
    }
    values = Collections.unmodifiableSortedMap(all);
  }

  /**
   * Parses any of the three formats.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code configuration} if the text
   *     is invalid; the message contains keys but never values
   */
  public static ConnectionTarget parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("jdbc:")) {
      return new ConnectionTarget(JdbcUrl.parse(trimmed));
    }
    if (trimmed.matches("(?s)postgres(ql)?://.*")) {
      return new ConnectionTarget(PostgresUri.parse(trimmed));
    }
    return new ConnectionTarget(KeywordPairs.parse(trimmed));
  }

  /** Returns a copy with this password. */
  public ConnectionTarget withPassword(String password) {
    return with(changed -> changed.put("password", password));
  }

  /** Returns a copy with this property of the JDBC driver, unless it is set already. */
  public ConnectionTarget withDefault(String property, String value) {
    return with(changed -> changed.putIfAbsent(property, value));
  }

  private ConnectionTarget with(Consumer<Map<String, String>> change) {
    Map<String, String> changed = new TreeMap<>(values);
    change.accept(changed);
    return new ConnectionTarget(changed);
  }

  /** The JDBC URL with hosts, ports and database, without user, password and options. */
  public String jdbcUrl() {
    String[] hosts = value(HOST).split(",");
    String[] ports = value(PORT).split(",");
    StringBuilder url = new StringBuilder("jdbc:postgresql://");
    for (int i = 0; i < hosts.length; i++) {
      url.append(i == 0 ? "" : ",").append(hosts[i]).append(':').append(ports[i]);
    }
    return url.append('/').append(percentEncoded(value(DATABASE))).toString();
  }

  /** The driver properties that {@link #jdbcUrl()} omits, including the password. */
  public Properties properties() {
    Properties rest = new Properties();
    rest.putAll(values);
    rest.keySet().removeAll(URL_PROPERTIES);
    return rest;
  }

  /** For messages: {@code database stella at localhost:5432}. */
  public String location() {
    String hostsAndPorts = jdbcUrl().replaceFirst("jdbc:postgresql://(.*)/[^/]*$", "$1");
    return "database " + values.getOrDefault(DATABASE, "of the user") + " at " + hostsAndPorts;
  }

  /** The JDBC URL with user and options, without passwords. */
  @Override
  public String toString() {
    String query =
        values.entrySet().stream()
            .filter(e -> !URL_PROPERTIES.contains(e.getKey()) && !SECRETS.contains(e.getKey()))
            .map(e -> e.getKey() + "=" + percentEncoded(e.getValue()))
            .collect(Collectors.joining("&"));
    return jdbcUrl() + (query.isEmpty() ? "" : "?" + query);
  }

  private String value(String property) {
    return values.getOrDefault(property, "");
  }

  private static String percentEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
