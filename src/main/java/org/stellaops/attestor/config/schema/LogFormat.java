package org.stellaops.attestor.config.schema;

/** The format of the daemon's log. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object per line. */
  JSON;

  /** The value in the file: {@code text} or {@code json}. */
  public String label() {
    return EnumType.label(this);
  }
}
