package org.stellaops.attestor.bundle.archive;

/** Text from a bundle in messages: whoever made it may not write to the operator's terminal. */
public final class PrintableAscii {
  private static final int MAX_LENGTH = 80;

  private PrintableAscii() {}

  public static String quote(String text) {
    String shortened = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    return "'" + shortened.replaceAll("[^ -~]", "?") + "'";
  }
}
