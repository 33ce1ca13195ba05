package org.stellaops.attestor.config.schema;

import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/** Errors about invalid values, and quotes of text from a file in messages. */
public final class ConfigErrors {
  private static final int LONGEST_QUOTE = 60;

  private ConfigErrors() {}

  public static AttestorException invalid(String message, String hint) {
    return new AttestorException(Failure.CONFIGURATION, message, hint);
  }

  /** Returns text that contains no Camel placeholder; rejects text that Camel would replace. */
  static String requireLiteral(String text) {
    if (text.contains("{{") || text.contains("}}")) {
      throw invalid("{{ and }} are reserved for placeholders in routes", "remove the braces");
    }
    return text;
  }

  /** The text in quotes, on one line and not too long. Not for secrets. */
  public static String quote(String text) {
    return '"' + oneLine(text) + '"';
  }

  /** The text without control characters, cut after 60 characters. */
  static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_QUOTE)
        .forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return text.codePointCount(0, text.length()) > LONGEST_QUOTE ? line + "…" : line.toString();
  }
}
