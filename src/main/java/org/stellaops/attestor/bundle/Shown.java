package org.stellaops.attestor.bundle;

/** Text from a bundle in messages: whoever made it may not write to the operator's terminal. */
final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  static String of(String text) {
    String start = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return "'" + start.replaceAll("[^ -~]", "?") + "'";
  }
}
