package org.stellaops.attestor.trust;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.json.StrictJson;
import org.stellaops.attestor.tlog.MalformedException;

/**
 * The period in which a key or an authority is trusted, both ends inclusive.
 *
 * @param start the first valid time
 * @param end the last valid time; empty if there is no end
 */
public record ValidityPeriod(Instant start, Optional<Instant> end) {
  /** Rejects an end before the start. */
  public ValidityPeriod {
    if (end.isPresent() && end.get().isBefore(start)) {
      throw new MalformedException(
          "a validity period that ends at " + end.get() + " before it starts");
    }
  }

  /** Whether a time is in the period, ends inclusive. */
  public boolean includes(Instant moment) {
    return !moment.isBefore(start) && (end.isEmpty() || !moment.isAfter(end.get()));
  }

  /** Parses {@code {"start": "2021-01-12T11:53:27Z", "end": …}}; start is required. */
  static ValidityPeriod parse(StrictJson json) {
    return new ValidityPeriod(
        json.instant("start"),
        json.has("end") ? Optional.of(json.instant("end")) : Optional.empty());
  }

  @Override
  public String toString() {
    return start + " to " + end.map(Instant::toString).orElse("now");
  }
}
