package org.stellaops.attestor.mirror.audit;

import java.util.Locale;

/** What is wrong with a file that the mirror must have. */
public enum FileFault {
  /** It is not there. */
  MISSING("is missing"),
  /** It is there, and the file system does not give its content. */
  UNREADABLE("cannot be read"),
  /** It is too short or too long for what it is, or a bundle's entries do not fill it. */
  WRONG_LENGTH("has the wrong length"),
  /** Its hashes are not the ones that the signed checkpoint commits to. */
  MISMATCH("does not match");

  private final String description;

  FileFault(String description) {
    this.description = description;
  }

  /** The stable word for JSON, as {@code wrong_length}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How a sentence goes on after the file's name. */
  public String description() {
    return description;
  }
}
