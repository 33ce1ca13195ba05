package org.stellaops.attestor.checkpoint;

/** Foreign text in messages: short, and with nothing in it that a terminal obeys. */
final class Quoted {
  private static final int MAX = 80;

  private Quoted() {}

  static String of(String foreign) {
    StringBuilder quoted = new StringBuilder("'");
    foreign
        .codePoints()
        .limit(MAX)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(quoted::appendCodePoint);
    return quoted.append(foreign.codePointCount(0, foreign.length()) > MAX ? "…'" : "'").toString();
  }
}
