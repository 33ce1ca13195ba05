package org.stellaops.attestor.postgres;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of values that a {@link ConnectionKeyword} has, and how the JDBC driver spells them.
 */
enum KeywordValue {
  TEXT("any text"),
  SECONDS("a number of seconds"),
  SWITCH(
      "true or false",
      "true",
      "1=true",
      "yes=true",
      "on=true",
      "false",
      "0=false",
      "no=false",
      "off=false"),
  BALANCE("true or false", "true", "random=true", "false", "disable=false"),
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
  SERVER_TYPE(
      "Any, Primary, Standby, PreferPrimary, PreferStandby, ReadWrite or ReadOnly",
      "any",
      "primary",
      "readwrite=primary",
      "standby=secondary",
      "readonly=secondary",
      "preferprimary=preferPrimary",
      "preferstandby=preferSecondary");

  private final String expected;
  private final String[] words;

  /** Each word stands for itself, or after {@code =} for what the driver calls it. */
  KeywordValue(String expected, String... words) {
    this.expected = expected;
    this.words = words;
  }

  /** What can be written, for people. */
  String expected() {
    return expected;
  }

  /**
   * The value as the driver spells it; case, spaces, hyphens do not matter. Empty if it is none.
   */
  Optional<String> spelled(String text) {
    return switch (this) {
      case TEXT -> Optional.of(text);
      case SECONDS -> Optional.of(text).filter(t -> t.matches("[0-9]{1,6}"));
      default -> word(text.toLowerCase(Locale.ROOT).replaceAll("[ _-]", ""));
    };
  }

  private Optional<String> word(String squeezed) {
    return Arrays.stream(words)
        .map(word -> word.split("=", 2))
        .filter(word -> word[0].equals(squeezed))
        .map(word -> word[word.length - 1])
        .findFirst();
  }
}
