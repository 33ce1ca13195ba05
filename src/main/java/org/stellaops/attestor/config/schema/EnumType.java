package org.stellaops.attestor.config.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** A constant of an enum, in lower case and with dashes: {@code rekor-v2}. */
record EnumType<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
  @Override
  public String description() {
    return "one of " + labels();
  }

  @Override
  public E parse(String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> print(constant).equals(text))
        .findFirst()
        .orElseThrow(() ->
            ConfigErrors.invalid(
                "invalid value " + ConfigErrors.quote(text), "write one of " + labels()));
  }

  @Override
  public String print(E value) {
    return label(value);
  }

  static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private String labels() {
    return Arrays.stream(type.getEnumConstants())
        .map(this::print)
        .collect(Collectors.joining(", "));
  }
}
