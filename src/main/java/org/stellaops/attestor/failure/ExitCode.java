package org.stellaops.attestor.failure;

/** The exit statuses of commands. They never change, because scripts depend on them. */
public enum ExitCode {
  SUCCESS(0, "Success."),
  REJECTED(1, "Verification failed or a contradiction was found."),
  USAGE(2, "Invalid usage or configuration."),
  OPERATIONAL(3, "Operational error: network, database, disk or another process."),
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
    return other == SUCCESS || this != SUCCESS && number < other.number ? this : other;
  }

  /** The process exit status, 0 to 4. */
  public int number() {
    return number;
  }
}
