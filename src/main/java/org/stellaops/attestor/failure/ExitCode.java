package org.stellaops.attestor.failure;

/** The exit statuses of commands. They never change, because scripts depend on them. */
public enum ExitCode {
  /** Success. */
  SUCCESS(0, "Success."),
  /** Verification failed or a contradiction was found. */
  REJECTED(1, "Verification failed or a contradiction was found."),
  /** Invalid usage or configuration. */
  USAGE(2, "Invalid usage or configuration."),
  /** Operational error: network, database, disk or another process. */
  OPERATIONAL(3, "Operational error: network, database, disk or another process."),
  /** Incomplete or stale. */
  INCOMPLETE(4, "Incomplete or stale.");

  private final int number;
  private final String description;

  ExitCode(int number, String description) {
    this.number = number;
    this.description = description;
  }

  /** One sentence for the help. */
  public String description() {
    return description;
  }

  /**
   * Returns the more severe of two exit codes, for commands over several logs: rejected, usage,
   * operational, incomplete, success.
   */
  public ExitCode worse(ExitCode other) {
    if (this == SUCCESS || other == SUCCESS) {
      return this == SUCCESS ? other : this;
    }
    return number < other.number ? this : other;
  }

  /** The process exit status, 0 to 4. */
  public int number() {
    return number;
  }
}
