package org.stellaops.attestor.config.schema;

/**
 * What holds when a key is absent from the file.
 *
 * @param kind whether there is a value, a rule that gives one, or neither
 * @param text the value as one would write it, the rule as {@code <dataDir>/tiles}, or empty
 */
public record Default(Kind kind, String text) {
  /** The three ways of being absent. */
  public enum Kind {
    /** A value of the key's own type. */
    VALUE,
    /** A value that follows from another key or from how the program was started. */
    DERIVED,
    /** Nothing: a file without the key is refused. */
    REQUIRED
  }

  static Default value(String text) {
    return new Default(Kind.VALUE, text);
  }

  static Default derived(String rule) {
    return new Default(Kind.DERIVED, rule);
  }

  static Default required() {
    return new Default(Kind.REQUIRED, "");
  }

  /** Whether the key may not be absent. */
  public boolean isRequired() {
    return kind == Kind.REQUIRED;
  }

  /** For people: the value, {@code ""} if it is empty, the rule, or the word {@code required}. */
  @Override
  public String toString() {
    if (isRequired()) {
      return "required";
    }
    return text.isEmpty() ? "\"\"" : text;
  }
}
