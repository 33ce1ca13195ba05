package org.stellaops.attestor.connectionstring;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The value types of {@link ConnectionKeyword}s and their spellings in the JDBC driver. */
enum KeywordValueType {
  TEXT("any text"),
  SECONDS("a number of seconds"),
  BOOLEAN(
      "true or false",
      "true",
      "1=true",
      "yes=true",
      "on=true",
      "false",
      "0=false",
      "no=false",
      "off=false"),
  LOAD_BALANCE("true or false", "true", "random=true", "false", "disable=false"),
  SSL_MODE(
      "Disable, Allow, Prefer, Require, VerifyCA or VerifyFull",
      "disable",
      "allow",
      "prefer",
      "require",
      "verifyca=verify-ca",
      "verifyfull=verify-full"),
  SSL_NEGOTIATION("Postgres or Direct", "postgres", "direct"),
  CHANNEL_BINDING("Disable, Prefer or Require", "disable", "prefer", "require"),
  TARGET_SERVER_TYPE(
      "Any, Primary, Standby, PreferPrimary, PreferStandby, ReadWrite or ReadOnly",
      "any",
      "primary",
      "readwrite=primary",
      "standby=secondary",
      "readonly=secondary",
      "preferprimary=preferPrimary",
      "preferstandby=preferSecondary");

  private final String expected;
  private final String[] aliases;

  /**
   * Creates a type.
   *
   * @param aliases the normalized spellings; {@code alias=spelling} if the driver has another one
   */
  KeywordValueType(String expected, String... aliases) {
    this.expected = expected;
    this.aliases = aliases;
  }

  /** The accepted values, for messages. */
  String expected() {
    return expected;
  }

  /**
   * Converts a value to the spelling of the driver, ignoring case, spaces, hyphens and underscores;
   * empty if the value is invalid.
   */
  Optional<String> driverValue(String text) {
    return switch (this) {
      case TEXT -> Optional.of(text);
      case SECONDS -> Optional.of(text).filter(t -> t.matches("[0-9]{1,6}"));
      default -> lookUp(text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""));
    };
  }

  private Optional<String> lookUp(String normalized) {
    return Arrays.stream(aliases)
        .map(alias -> alias.split("=", 2))
        .filter(alias -> alias[0].equals(normalized))
        .map(alias -> alias[alias.length - 1])
        .findFirst();
  }
}
