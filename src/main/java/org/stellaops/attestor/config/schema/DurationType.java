package org.stellaops.attestor.config.schema;

import java.time.Duration;

/** A {@link DurationText} within bounds, both included. */
public record DurationType(Duration min, Duration max) implements ValueType<Duration> {
  static DurationType from(String min, String max) {
    return new DurationType(DurationText.parse(min), DurationText.parse(max));
  }

  @Override
  public String description() {
    return "duration, " + range();
  }

  @Override
  public Duration parse(String text) {
    Duration value = DurationText.parse(text);
    if (value.compareTo(min) < 0) {
      throw ConfigErrors.invalid(text + " is too short", "write " + range());
    }
    if (value.compareTo(max) > 0) {
      throw ConfigErrors.invalid(text + " is too long", "write " + range());
    }
    return value;
  }

  @Override
  public String print(Duration value) {
    return DurationText.print(value);
  }

  private String range() {
    return DurationText.print(min) + " to " + DurationText.print(max);
  }
}
