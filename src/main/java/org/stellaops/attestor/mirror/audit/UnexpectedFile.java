package org.stellaops.attestor.mirror.audit;

import java.util.Locale;

/**
 * A file below the directory of a log that does not belong there.
 *
 * @param path relative to that directory
 * @param reason why it does not belong
 */
public record UnexpectedFile(String path, Reason reason) {
  /** Why a file does not belong. */
  public enum Reason {
    /** A write that was broken off has left it. */
    TEMPORARY("was left by a write that was broken off"),
    /** A partial file in whose place the mirror has a wider one. */
    SUPERSEDED("is superseded by a wider one"),
    /** A full file of which everything lies left of the minimum index. */
    PRUNED("lies left of the minimum index"),
    /** A tile or bundle that no checkpoint of the log commits to. */
    BEYOND_LOG("lies beyond the log"),
    /** Nothing of ours has such a name. */
    UNKNOWN("is no file of a log");

    private final String description;

    Reason(String description) {
      this.description = description;
    }

    /** The stable word for JSON, as {@code beyond_log}. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** How a sentence goes on after the file's name. */
    public String description() {
      return description;
    }

    /** Whether it was good and is of no use any more. */
    public boolean isPrunable() {
      return this == SUPERSEDED || this == PRUNED;
    }
  }

  /** Whether it is surely ours and of no use any more. */
  public boolean isRemovable() {
    return reason == Reason.TEMPORARY || reason.isPrunable();
  }
}
