package org.stellaops.attestor.config.schema;

/**
 * What the value of a key may be. {@link #print} and {@link #parse} are inverses: a value that its
 * type can print is read back as itself, and one that cannot be read back is no value of the type.
 *
 * @param <T> the value as the program uses it
 */
public interface ValueType<T> {
  /** For people: the kind and its range, as {@code integer, 1 to 256}. */
  String description();

  /**
   * Reads what the operator wrote, without its YAML quotes.
   *
   * @throws org.stellaops.attestor.failure.AttestorException if it is no such value; the message
   *     says what is wrong, the hint what to write
   */
  T parse(String text);

  /** Writes a value as an operator would. */
  String print(T value);

  /** Writes a value without secrets, for messages, placeholders and {@code config show}. */
  default String display(T value) {
    return print(value);
  }

  /** Whether YAML has to hold it without quotes, because in quotes it would be text. */
  default boolean isUnquoted() {
    return false;
  }
}
