package org.stellaops.attestor.app;

/** What a process does with the routes. */
public enum RunMode {
  /** Polls, and serves metrics and health. */
  DAEMON,
  /** Polls, but serves nothing. */
  QUIET_DAEMON,
  /** Does what it is asked, once. */
  ONCE;

  public boolean isPolling() {
    return this != ONCE;
  }

  public boolean isServing() {
    return this == DAEMON;
  }
}
