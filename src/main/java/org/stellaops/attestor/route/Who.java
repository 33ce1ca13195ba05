package org.stellaops.attestor.route;

/** Whoever runs this process, for records that people read. */
final class Who {
  private Who() {}

  /** The name on the system. */
  static String runs() {
    return System.getProperty("user.name", "unknown");
  }
}
