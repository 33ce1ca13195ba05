package org.stellaops.attestor.config.schema;

import java.util.regex.Pattern;

/**
 * A public key in the file itself: PEM with its BEGIN and END lines, or a vkey {@code
 * name+hash+key}. Only the outer form is checked here.
 */
record PublicKeyTextType() implements ValueType<String> {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PUBLIC KEY-----.+-----END [A-Z ]*PUBLIC KEY-----", Pattern.DOTALL);
  static final Pattern VKEY = Pattern.compile("[^\\s+]+\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]+=*");

  @Override
  public String description() {
    return "PEM or vkey";
  }

  @Override
  public String parse(String text) {
    String key = text.strip();
    if (key.contains("PRIVATE KEY")) {
      throw ConfigErrors.invalid(
          "this is a private key",
          "put the log's public key here, and treat the private key as disclosed");
    }
    if (!PEM.matcher(key).matches() && !VKEY.matcher(key).matches()) {
      throw ConfigErrors.invalid(
          "invalid public key",
          "write name+hash+key, or the lines from -----BEGIN PUBLIC KEY----- to the END line");
    }
    return ConfigErrors.requireLiteral(key);
  }
}
