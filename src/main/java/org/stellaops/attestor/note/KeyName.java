package org.stellaops.attestor.note;

/** The rule for names of keys: text that is not empty, no Unicode white space, no plus sign. */
final class KeyName {
  private KeyName() {}

  static String require(String name) {
    if (name.isEmpty() || name.codePoints().anyMatch(KeyName::isForbidden)) {
      throw new MalformedNoteException("a key name is not empty and has no white space and no '+'");
    }
    return name;
  }

  private static boolean isForbidden(int c) {
    // U+0085 is white space to Unicode and not to Java
    boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    // neither can be in a note: controls are refused there, half a surrogate pair has no UTF-8
    boolean unwritable = c < ' ' || Character.getType(c) == Character.SURROGATE;
    return c == '+' || blank || unwritable;
  }
}
