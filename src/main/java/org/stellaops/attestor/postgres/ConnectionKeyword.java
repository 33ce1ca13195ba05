package org.stellaops.attestor.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a connection string can say: under which name the JDBC driver, a URI (as libpq has it) and a
 * list of pairs (as Npgsql has it) say it.
 */
enum ConnectionKeyword {
  HOST("PGHOST", "host", KeywordValue.TEXT, "Host", "Server"),
  PORT("PGPORT", "port", KeywordValue.TEXT, "Port"),
  DATABASE("PGDBNAME", "dbname", KeywordValue.TEXT, "Database", "DB"),
  USER("user", "user", KeywordValue.TEXT, "Username", "User Id", "User", "UID"),
  PASSWORD("password", "password", KeywordValue.TEXT, "Password", "PWD", "PSW"),
  SSL_MODE("sslmode", "sslmode", KeywordValue.SSL_MODE, "SSL Mode"),
  ROOT_CERTIFICATE("sslrootcert", "sslrootcert", KeywordValue.TEXT, "Root Certificate"),
  CERTIFICATE("sslcert", "sslcert", KeywordValue.TEXT, "SSL Certificate"),
  KEY("sslkey", "sslkey", KeywordValue.TEXT, "SSL Key"),
  KEY_PASSWORD("sslpassword", "sslpassword", KeywordValue.TEXT, "SSL Password"),
  NEGOTIATION("sslNegotiation", "sslnegotiation", KeywordValue.SSL_NEGOTIATION, "SSL Negotiation"),
  BINDING("channelBinding", "channel_binding", KeywordValue.CHANNEL_BINDING, "Channel Binding"),
  TIMEOUT("connectTimeout", "connect_timeout", KeywordValue.SECONDS, "Timeout"),
  COMMAND_TIMEOUT("socketTimeout", "", KeywordValue.SECONDS, "Command Timeout"),
  KEEPALIVE("tcpKeepAlive", "keepalives", KeywordValue.SWITCH, "Tcp Keepalive"),
  TARGET(
      "targetServerType",
      "target_session_attrs",
      KeywordValue.SERVER_TYPE,
      "Target Session Attributes"),
  BALANCE("loadBalanceHosts", "load_balance_hosts", KeywordValue.BALANCE, "Load Balance Hosts"),
  OPTIONS("options", "options", KeywordValue.TEXT, "Options"),
  APPLICATION("ApplicationName", "application_name", KeywordValue.TEXT, "Application Name");

  /** What Npgsql knows and what means nothing here: it changes neither where nor how safely. */
  private static final Set<String> WITHOUT_MEANING =
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

  private final String property;
  private final String uriName;
  private final KeywordValue kind;
  private final List<String> pairNames;

  ConnectionKeyword(String property, String uriName, KeywordValue kind, String... pairNames) {
    this.property = property;
    this.uriName = uriName;
    this.kind = kind;
    this.pairNames = List.of(pairNames);
  }

  /** The keyword in the query of a URI, exactly as libpq spells it. */
  static ConnectionKeyword ofUri(String name) {
    return Arrays.stream(values())
        .filter(keyword -> !name.isEmpty() && keyword.uriName.equals(name))
        .findFirst()
        .orElseThrow(() -> Refused.unknownKey(name, uriNames()));
  }

  /** The keyword of a pair, in any case, with or without spaces; empty if it means nothing here. */
  static Optional<ConnectionKeyword> ofPair(String name) {
    String squeezed = squeezed(name);
    if (WITHOUT_MEANING.contains(squeezed)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(keyword ->
                keyword.pairNames.stream().map(k -> squeezed(k)).anyMatch(squeezed::equals))
            .findFirst()
            .orElseThrow(() -> Refused.unknownKey(name, pairNames())));
  }

  /** The name that the JDBC driver has for it. */
  String property() {
    return property;
  }

  /** The value as the JDBC driver spells it. */
  String value(String text) {
    return kind.spelled(text)
        .orElseThrow(() ->
            Refused.because(
                "'"
                    + pairNames.get(0)
                    + "' of the connection string has a value that it cannot have",
                "write " + kind.expected()));
  }

  private static List<String> uriNames() {
    return Arrays.stream(values()).map(k -> k.uriName).filter(n -> !n.isEmpty()).toList();
  }

  private static List<String> pairNames() {
    return Arrays.stream(values()).flatMap(k -> k.pairNames.stream()).toList();
  }

  private static String squeezed(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
  }
}
