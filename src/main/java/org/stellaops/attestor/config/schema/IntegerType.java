package org.stellaops.attestor.config.schema;

import java.util.regex.Pattern;

/** A decimal number within bounds, both included; no sign, no leading zero, no underscores. */
record IntegerType(int min, int max) implements ValueType<Integer> {
  private static final Pattern FORM = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");

  @Override
  public String description() {
    return "integer, " + range();
  }

  @Override
  public Integer parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw ConfigErrors.invalid("invalid integer " + ConfigErrors.quote(text), "write " + range());
    }
    long value = Long.parseLong(text);
    if (value < min || value > max) {
      throw ConfigErrors.invalid(text + " is out of range", "write " + range());
    }
    return (int) value;
  }

  @Override
  public String print(Integer value) {
    return value.toString();
  }

  @Override
  public boolean isUnquoted() {
    return true;
  }

  private String range() {
    return min + " to " + max;
  }
}
