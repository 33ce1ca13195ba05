package org.stellaops.attestor.config;

/** How the daemon writes its log. */
public enum LogFormat {
  /** For people. */
  TEXT("text"),
  /** One JSON object a line, for programs. */
  JSON("json");

  private final String word;

  LogFormat(String word) {
    this.word = word;
  }

  /** As it stands in the file. */
  public String word() {
    return word;
  }
}
