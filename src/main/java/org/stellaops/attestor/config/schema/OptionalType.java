package org.stellaops.attestor.config.schema;

import java.util.Optional;

/** A value that can be empty, written {@code ""}. */
record OptionalType<T>(ValueType<T> type) implements ValueType<Optional<T>> {
  @Override
  public String description() {
    return type.description();
  }

  @Override
  public Optional<T> parse(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(type.parse(text));
  }

  @Override
  public String print(Optional<T> value) {
    return value.map(type::print).orElse("");
  }

  @Override
  public String display(Optional<T> value) {
    return value.map(type::display).orElse("");
  }
}
