package org.stellaops.attestor.config.schema;

import java.util.regex.Pattern;

/**
 * Text of a given form.
 *
 * @param description the form, as {@code host name or address}
 * @param pattern the expression that the whole text must match
 * @param hint the hint for text that does not match
 * @param isQuoted whether messages repeat invalid text, which may otherwise be a password
 */
record TextType(String description, Pattern pattern, String hint, boolean isQuoted)
    implements ValueType<String> {
  static TextType matching(String pattern, String description, String hint) {
    return new TextType(description, Pattern.compile(pattern), hint, true);
  }

  static TextType environmentVariable() {
    return new TextType(
        "name of an environment variable",
        Pattern.compile("[A-Za-z_][A-Za-z0-9_]*"),
        "write the name of the variable, not the password",
        false);
  }

  @Override
  public String parse(String text) {
    if (!pattern.matcher(text).matches()) {
      throw ConfigErrors.invalid(
          "invalid " + (isQuoted ? "value " + ConfigErrors.quote(text) : description), hint);
    }
    return ConfigErrors.requireLiteral(text);
  }
}
