package org.stellaops.attestor.config.schema;

import java.util.regex.Pattern;

/**
 * Text of a given form.
 *
 * @param description the form, as {@code host name or address}
 * @param pattern the expression that the whole text must match
 * @param hint the hint for text that does not match
 */
record TextType(String description, Pattern pattern, String hint) implements ValueType<String> {
  static TextType matching(String pattern, String description, String hint) {
    return new TextType(description, Pattern.compile(pattern), hint);
  }

  @Override
  public String parse(String text) {
    if (!pattern.matcher(text).matches()) {
      throw ConfigErrors.invalid("invalid value " + ConfigErrors.quote(text), hint);
    }
    return ConfigErrors.requireLiteral(text);
  }
}
