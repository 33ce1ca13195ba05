package org.stellaops.attestor.failure;

/** Foreign text in messages: short, and with nothing in it that a terminal obeys. */
public final class SafeText {
  private static final int MAX_CHARACTERS = 80;

  private SafeText() {}

  public static String quote(String foreign) {
    StringBuilder quoted = new StringBuilder("'");
    foreign
        .codePoints()
        .limit(MAX_CHARACTERS)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(quoted::appendCodePoint);
    return quoted
        .append(foreign.codePointCount(0, foreign.length()) > MAX_CHARACTERS ? "…'" : "'")
        .toString();
  }
}
