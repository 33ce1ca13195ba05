package org.stellaops.attestor.app;

/** How a process runs the routes. */
public enum RunMode {
  /** Polls, and serves metrics and health. */
  DAEMON,
  /** Polls, but serves nothing. */
  QUIET_DAEMON,
  /** Runs single operations on request. */
  ONCE;

  public boolean isPolling() {
    return this != ONCE;
  }

  public boolean isServing() {
    return this == DAEMON;
  }
}
