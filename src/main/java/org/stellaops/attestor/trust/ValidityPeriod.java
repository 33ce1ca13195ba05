package org.stellaops.attestor.trust;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * When a key or a certificate authority is to be trusted. Both ends belong to it.
 *
 * @param start the first moment
 * @param end the last moment; without one it goes on
 */
public record ValidityPeriod(Instant start, Optional<Instant> end) {
  /** Refuses an end before the start. */
  public ValidityPeriod {
    if (end.isPresent() && end.get().isBefore(start)) {
      throw new MalformedException(
          "a validity period that ends at " + end.get() + " before it starts");
    }
  }

  /** Whether this moment is in the period; its ends are. */
  public boolean includes(Instant moment) {
    return !moment.isBefore(start) && (end.isEmpty() || !moment.isAfter(end.get()));
  }

  /** From {@code {"start": "2021-01-12T11:53:27Z", "end": …}}, whose start must be there. */
  static ValidityPeriod parse(StrictJson json) {
    return new ValidityPeriod(
        instant(json.text("start")),
        json.has("end") ? Optional.of(instant(json.text("end"))) : Optional.empty());
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new MalformedException("'" + text + "' is no time as 2021-01-12T11:53:27Z");
    }
  }

  @Override
  public String toString() {
    return start + " to " + end.map(Instant::toString).orElse("now");
  }
}
