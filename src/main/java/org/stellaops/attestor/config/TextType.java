package org.stellaops.attestor.config;

import java.util.regex.Pattern;

/**
 * Text of a given form.
 *
 * @param description for people, as {@code host name or address}
 * @param form what the whole text has to match
 * @param advice what to write instead of text that does not match
 */
record TextType(String description, Pattern form, String advice) implements ValueType<String> {
  static TextType matching(String form, String description, String advice) {
    return new TextType(description, Pattern.compile(form), advice);
  }

  @Override
  public String parse(String text) {
    if (!form.matcher(text).matches()) {
      throw Refused.because(Refused.quote(text) + " is not usable here", advice);
    }
    return Placeholders.requireLiteral(text);
  }

  @Override
  public String print(String value) {
    return value;
  }
}
