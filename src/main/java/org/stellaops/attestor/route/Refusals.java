package org.stellaops.attestor.route;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * Notes that were refused. What came is kept before anyone is told; a store that is away does not
 * hide why it was refused.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  /** What is wrong with a note; whatever else fails while one is opened is not its fault. */
  private static final Set<Failure> KINDS =
      EnumSet.of(
          Failure.INVALID_NOTE,
          Failure.UNTRUSTED_KEY,
          Failure.BAD_SIGNATURE,
          Failure.WRONG_KEY,
          Failure.ORIGIN_MISMATCH);

  private final Clock clock;

  /** Refusals by this clock. */
  public Refusals(Clock clock) {
    this.clock = clock;
  }

  /** Remembers what was refused, and why; every other failure goes on to the caller. */
  public void remember(
      @Variable("cycle") Cycle cycle,
      @Body Fetched note,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) AttestorException why) {
    if (!KINDS.contains(why.failure())) {
      throw why;
    }
    cycle.refused(new Refusal(note, why));
  }

  /** The row for the store, by the names of its SQL. */
  public Map<String, Object> row(@Variable("cycle") Cycle cycle) {
    Refusal refusal = cycle.refusal();
    Map<String, Object> row = new HashMap<>();
    row.put("origin", cycle.origin().name());
    row.put("backend", cycle.backend().id());
    row.put("kind", refusal.why().failure().word());
    row.put("rawNote", refusal.note().bytes());
    row.put("source", refusal.note().from().toString());
    row.put("message", refusal.why().getMessage());
    row.put("now", clock.instant().atOffset(ZoneOffset.UTC));
    return row;
  }

  /** The note could not be kept; the refusal itself is told all the same. */
  public void tellUnkept(
      @Variable("cycle") Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    LOG.warn(
        "{}: the refused note could not be kept: {}",
        cycle.backend().id(),
        Failures.of(thrown).getMessage());
  }

  /** Raises why the note was refused. */
  public void raise(@Variable("cycle") Cycle cycle) {
    throw cycle.refusal().why();
  }
}
