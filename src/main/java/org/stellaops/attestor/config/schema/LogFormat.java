package org.stellaops.attestor.config.schema;

/** How the daemon writes its log. */
public enum LogFormat {
  /** For people. */
  TEXT("text"),
  /** One JSON object a line, for programs. */
  JSON("json");

  private final String label;

  LogFormat(String label) {
    this.label = label;
  }

  /** As it stands in the file. */
  public String label() {
    return label;
  }
}
