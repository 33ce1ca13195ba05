package org.stellaops.attestor.route.airgap;

/** Whoever runs this process, for records that people read. */
final class CurrentUser {
  private CurrentUser() {}

  /** The name on the system. */
  static String name() {
    return System.getProperty("user.name", "unknown");
  }
}
