package org.stellaops.attestor.connectionstring;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of connection strings, each with its name in the JDBC driver, in a libpq URI and in
 * Npgsql keyword/value pairs.
 */
enum ConnectionKeyword {
  HOST("PGHOST", "host", KeywordValueType.TEXT, "Host", "Server"),
  PORT("PGPORT", "port", KeywordValueType.TEXT, "Port"),
  DATABASE("PGDBNAME", "dbname", KeywordValueType.TEXT, "Database", "DB"),
  USER("user", "user", KeywordValueType.TEXT, "Username", "User Id", "User", "UID"),
  PASSWORD("password", "password", KeywordValueType.TEXT, "Password", "PWD", "PSW"),
  SSL_MODE("sslmode", "sslmode", KeywordValueType.SSL_MODE, "SSL Mode"),
  SSL_ROOT_CERTIFICATE("sslrootcert", "sslrootcert", KeywordValueType.TEXT, "Root Certificate"),
  SSL_CERTIFICATE("sslcert", "sslcert", KeywordValueType.TEXT, "SSL Certificate"),
  SSL_KEY("sslkey", "sslkey", KeywordValueType.TEXT, "SSL Key"),
  SSL_KEY_PASSWORD("sslpassword", "sslpassword", KeywordValueType.TEXT, "SSL Password"),
  SSL_NEGOTIATION(
      "sslNegotiation", "sslnegotiation", KeywordValueType.SSL_NEGOTIATION, "SSL Negotiation"),
  CHANNEL_BINDING(
      "channelBinding", "channel_binding", KeywordValueType.CHANNEL_BINDING, "Channel Binding"),
  CONNECT_TIMEOUT("connectTimeout", "connect_timeout", KeywordValueType.SECONDS, "Timeout"),
  COMMAND_TIMEOUT("socketTimeout", "", KeywordValueType.SECONDS, "Command Timeout"),
  TCP_KEEPALIVE("tcpKeepAlive", "keepalives", KeywordValueType.BOOLEAN, "Tcp Keepalive"),
  TARGET_SESSION_ATTRIBUTES(
      "targetServerType",
      "target_session_attrs",
      KeywordValueType.TARGET_SERVER_TYPE,
      "Target Session Attributes"),
  LOAD_BALANCE_HOSTS(
      "loadBalanceHosts",
      "load_balance_hosts",
      KeywordValueType.LOAD_BALANCE,
      "Load Balance Hosts"),
  OPTIONS("options", "options", KeywordValueType.TEXT, "Options"),
  APPLICATION_NAME(
      "ApplicationName", "application_name", KeywordValueType.TEXT, "Application Name");

  /** Npgsql keys without effect here; none affects the target or the security of a connection. */
  private static final Set<String> IGNORED_KEYWORDS =
      Set.of(
          "autoprepareminusages",
          "cancellationtimeout",
          "connectionidlelifetime",
          "connectionlifetime",
          "connectionpruninginterval",
          "enlist",
          "includeerrordetail",
          "keepalive",
          "maxautoprepare",
          "maximumpoolsize",
          "maxpoolsize",
          "minimumpoolsize",
          "minpoolsize",
          "multiplexing",
          "noresetonclose",
          "persistsecurityinfo",
          "pooling",
          "readbuffersize",
          "trustservercertificate",
          "writebuffersize");

  private static final Set<ConnectionKeyword> PUBLIC =
      EnumSet.of(HOST, PORT, DATABASE, USER, SSL_MODE, APPLICATION_NAME);

  private final String property;
  private final String uriName;
  private final KeywordValueType valueType;
  private final List<String> pairNames;

  ConnectionKeyword(
      String property, String uriName, KeywordValueType valueType, String... pairNames) {
    this.property = property;
    this.uriName = uriName;
    this.valueType = valueType;
    this.pairNames = List.of(pairNames);
  }

  /** Finds the keyword of a URI query parameter, spelled exactly as in libpq. */
  static ConnectionKeyword ofUriParameter(String name) {
    return Arrays.stream(values())
        .filter(keyword -> !name.isEmpty() && keyword.uriName.equals(name))
        .findFirst()
        .orElseThrow(() -> ConnectionStringErrors.unknownKey(name, uriNames()));
  }

  /** Finds the keyword of a pair, ignoring case and spaces; empty if it has no effect here. */
  static Optional<ConnectionKeyword> ofKeyword(String name) {
    String normalizedName = normalized(name);
    if (IGNORED_KEYWORDS.contains(normalizedName)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(keyword ->
                keyword.pairNames.stream().map(k -> normalized(k)).anyMatch(normalizedName::equals))
            .findFirst()
            .orElseThrow(() -> ConnectionStringErrors.unknownKey(name, pairNames())));
  }

  /** The name of the JDBC driver's property. */
  String property() {
    return property;
  }

  /** Converts a value to the spelling of the JDBC driver. */
  String driverValue(String text) {
    return valueType
        .driverValue(text)
        .orElseThrow(() ->
            ConnectionStringErrors.invalid(
                "connection string: invalid value of '" + pairNames.get(0) + "'",
                "write " + valueType.expected()));
  }

  private static List<String> uriNames() {
    return Arrays.stream(values()).map(k -> k.uriName).filter(n -> !n.isEmpty()).toList();
  }

  private static List<String> pairNames() {
    return Arrays.stream(values()).flatMap(k -> k.pairNames.stream()).toList();
  }

  /** The normalized names whose values never contain a secret. */
  static Set<String> publicNames() {
    Set<String> names = new HashSet<>(Set.of("currentschema", "searchpath"));
    for (ConnectionKeyword keyword : PUBLIC) {
      names.add(normalized(keyword.uriName));
      keyword.pairNames.forEach(name -> names.add(normalized(name)));
    }
    return Set.copyOf(names);
  }

  /** Lower case, without spaces and underscores. */
  static String normalized(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
  }
}
