package org.stellaops.attestor.config.schema;

/**
 * What applies when a key is absent from the file.
 *
 * @param kind whether there is a value, a rule that derives one, or neither
 * @param text the value as an operator would write it, the rule as {@code <dataDir>/tiles}, or
 *     empty
 */
public record Default(Kind kind, String text) {
  /** The kinds of defaults. */
  public enum Kind {
    /** A value of the key's own type. */
    VALUE,
    /** A value that follows from another key or from how the program was started. */
    DERIVED,
    /** No default: a file without the key is invalid. */
    REQUIRED
  }

  /** Whether the key must be in the file. */
  public boolean isRequired() {
    return kind == Kind.REQUIRED;
  }

  /** The value, {@code ""} if it is empty, the rule, or {@code required}. */
  @Override
  public String toString() {
    if (isRequired()) {
      return "required";
    }
    return text.isEmpty() ? "\"\"" : text;
  }
}
