package org.stellaops.attestor.mirror.audit;

import org.stellaops.attestor.failure.Labeled;

/**
 * A file in the directory of a log that does not belong to the mirror.
 *
 * @param path relative to that directory
 * @param reason why it does not belong
 */
public record UnexpectedFile(String path, Reason reason) {
  /** Why a file does not belong. */
  public enum Reason implements Labeled {
    /** It was left by an interrupted write. */
    TEMPORARY("was left by an interrupted write"),
    /** It is partial, and the mirror has a wider one. */
    SUPERSEDED("is superseded by a wider one"),
    /** It is full, and all its entries are below the minimum index. */
    PRUNED("is below the minimum index"),
    /** It is a tile or entry bundle beyond the pending head. */
    BEYOND_LOG("is beyond the size of the log"),
    /** Its name is not that of a file of a mirror. */
    UNKNOWN("is not a file of a log");

    private final String description;

    Reason(String description) {
      this.description = description;
    }

    /** The predicate of a sentence about the file. */
    public String description() {
      return description;
    }

    /** Whether the file was valid and is no longer needed. */
    public boolean isPrunable() {
      return this == SUPERSEDED || this == PRUNED;
    }
  }

  /** Whether the file was written by this program and is no longer needed. */
  public boolean isRemovable() {
    return reason == Reason.TEMPORARY || reason.isPrunable();
  }
}
