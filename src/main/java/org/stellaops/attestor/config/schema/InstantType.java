package org.stellaops.attestor.config.schema;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** A time in UTC, as {@code 2026-03-01T00:00:00Z}. */
record InstantType() implements ValueType<Instant> {
  @Override
  public String description() {
    return "time in UTC";
  }

  @Override
  public Instant parse(String text) {
    try {
      Instant time = Instant.parse(text);
      if (time.toString().equals(text)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // rejected below, like every other form
    }
    throw ConfigErrors.invalid(
        "invalid time " + ConfigErrors.quote(text), "write it as 2026-03-01T00:00:00Z");
  }

  @Override
  public String print(Instant value) {
    return value.toString();
  }
}
