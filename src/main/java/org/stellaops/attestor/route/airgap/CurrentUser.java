package org.stellaops.attestor.route.airgap;

/** The user that runs this process, for the history of bundles. */
final class CurrentUser {
  private CurrentUser() {}

  /** The name of the system user. */
  static String name() {
    return System.getProperty("user.name", "unknown");
  }
}
