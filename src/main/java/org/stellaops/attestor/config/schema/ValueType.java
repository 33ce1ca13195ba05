package org.stellaops.attestor.config.schema;

/**
 * The type of a key's value. {@link #print} and {@link #parse} are inverses: every value of the
 * type is printed as text that is parsed to an equal value.
 *
 * @param <T> the value as the program uses it
 */
public interface ValueType<T> {
  /** The type and its range, as {@code integer, 1 to 256}. */
  String description();

  /**
   * Parses the text in the file, without its YAML quotes.
   *
   * @throws org.stellaops.attestor.failure.AttestorException {@code configuration} if it is
   *     invalid; the hint has the valid form
   */
  T parse(String text);

  /** Prints a value as an operator would write it. */
  default String print(T value) {
    return value.toString();
  }

  /** Prints a value without secrets, for messages, placeholders and {@code config show}. */
  default String display(T value) {
    return print(value);
  }

  /** Whether the value must not be quoted in YAML, because quotes would make it text. */
  default boolean isUnquoted() {
    return false;
  }
}
