package org.stellaops.attestor.note;

/** Checks names of keys: not empty, without Unicode white space and plus signs. */
final class KeyName {
  private KeyName() {}

  static String require(String name) {
    if (name.isEmpty() || name.codePoints().anyMatch(KeyName::isForbidden)) {
      throw new MalformedNoteException(
          "a key name must not be empty or contain white space or '+'");
    }
    return name;
  }

  private static boolean isForbidden(int c) {
    // U+0085 is white space in Unicode, but not in Java
    boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    // a note can contain neither control characters nor unpaired surrogates
    boolean unwritable = c < ' ' || Character.getType(c) == Character.SURROGATE;
    return c == '+' || blank || unwritable;
  }
}
