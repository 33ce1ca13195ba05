package org.stellaops.attestor.mirror.audit;

import org.stellaops.attestor.failure.Labeled;

/** The fault of a file that the mirror must have. */
public enum FileFault implements Labeled {
  /** The file does not exist. */
  MISSING("is missing"),
  /** The file exists, but the file system reports an error. */
  UNREADABLE("cannot be read"),
  /** The file is too short or too long, or the entries of a bundle do not fill it. */
  WRONG_LENGTH("has the wrong length"),
  /** Its hashes do not match the signed checkpoint. */
  MISMATCH("does not match");

  private final String description;

  FileFault(String description) {
    this.description = description;
  }

  /** The predicate of a sentence about the file. */
  public String description() {
    return description;
  }
}
