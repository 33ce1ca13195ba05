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

  private SafeText() {}

  /**
   * The text in single quotes on one line; {@code …} replaces what follows the first 80 code
   * points.
   */
  public static String quote(String text) {
    boolean isLong = text.codePointCount(0, text.length()) > MAX_QUOTED;
    String shown = isLong ? text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) : text;
    return "'" + line(shown) + (isLong ? "…'" : "'");
  }

  /** The whole text on one line, without quotes; for file names and other text of known length. */
  public static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isSafe(c) ? c : '?').forEach(safe::appendCodePoint);
    return safe.toString();
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
