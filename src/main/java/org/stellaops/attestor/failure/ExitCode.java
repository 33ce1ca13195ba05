package org.stellaops.attestor.failure;

/** What the shell sees. Scripts branch on these numbers, so they never change. */
public enum ExitCode {
  /** Everything that was asked for is good. */
  SUCCESS(0, "Everything that was asked for is good."),
  /** Verification failed or a contradiction was found. */
  REJECTED(1, "Verification failed or a contradiction was found."),
  /** Wrong usage or configuration. */
  USAGE(2, "Wrong usage or configuration."),
  /** Network, database, disk. */
  OPERATIONAL(3, "Operational trouble: network, database, disk, another process."),
  /** Incomplete or stale. */
  INCOMPLETE(4, "Incomplete or stale.");

  private final int number;
  private final String description;

  ExitCode(int number, String description) {
    this.number = number;
    this.description = description;
  }

  /** One sentence for people. */
  public String description() {
    return description;
  }

  /**
   * The one of two that a command over several logs reports: a refusal before anything else, then
   * wrong usage, then trouble, then what is incomplete.
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
