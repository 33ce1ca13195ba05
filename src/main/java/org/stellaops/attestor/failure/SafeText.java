package org.stellaops.attestor.failure;

/**
 * Makes text from files, servers and bundles safe to print in messages, logs and tables.
 *
 * <p>Replaces by {@code ?} every code point that can move the cursor, start a terminal escape
 * sequence, begin a new line, reverse the direction of writing or be invisible: the Unicode
 * categories Cc, Cf, Cs, Co, Cn, Zl and Zp. All other text, letters of other scripts included,
 * stays as it is.
 */
public final class SafeText {
  private static final int MAX_QUOTED = 80;
  private static final int MAX_EXCERPT = 240;

  private SafeText() {}

  /**
   * The text in single quotes on one line; {@code …} replaces what follows the first 80 code
   * points.
   */
  public static String quote(String text) {
    return "'" + cut(text, MAX_QUOTED) + "'";
  }

  /**
   * The text on one line, without quotes; {@code …} replaces what follows the first 240 code
   * points.
   */
  public static String excerpt(String text) {
    return cut(text, MAX_EXCERPT);
  }

  /** The whole text on one line, without quotes; for file names and other text of known length. */
  public static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isSafe(c) ? c : '?').forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** The whole text with its line feeds and tabs; for text whose lines are the program's own. */
  public static String lines(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\n' || c == '\t' || isSafe(c) ? c : '?')
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /**
   * Printed JSON in which the strings have an escape, as {@code \u202e}, instead of each character
   * that {@link #line} replaces. The values stay the same.
   */
  public static String json(String json) {
    StringBuilder safe = new StringBuilder(json.length());
    json.codePoints()
        .forEach(c -> {
          if (c == '\n' || isSafe(c)) {
            safe.appendCodePoint(c);
          } else {
            for (char unit : Character.toChars(c)) {
              safe.append(String.format("\\u%04x", (int) unit));
            }
          }
        });
    return safe.toString();
  }

  private static String cut(String text, int max) {
    boolean isLong = text.codePointCount(0, text.length()) > max;
    return isLong ? line(text.substring(0, text.offsetByCodePoints(0, max))) + "…" : line(text);
  }

  private static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
