package org.stellaops.attestor.route.sync;

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
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.Download;

/**
 * Stores rejected notes before they are reported. The rejection is reported even if the store is
 * not available.
 */
public record NoteRejections(Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  /** Failures that reject a note; no other failure while it is opened is due to the note. */
  private static final Set<Failure> REJECTION_FAILURES =
      EnumSet.of(
          Failure.INVALID_NOTE,
          Failure.UNTRUSTED_KEY,
          Failure.BAD_SIGNATURE,
          Failure.WRONG_KEY,
          Failure.ORIGIN_MISMATCH);

  /** A rejected note and the reason. */
  record NoteRejection(Download download, AttestorException failure) {}

  /** Records the rejected note and the reason; throws any other failure. */
  public void record(
      @Variable("headUpdate") HeadUpdate update,
      @Body Download download,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) AttestorException failure) {
    if (!REJECTION_FAILURES.contains(failure.failure())) {
      throw failure;
    }
    update.setRejection(new NoteRejection(download, failure));
  }

  /** The row for the store, by the parameter names of its SQL. */
  public Map<String, Object> row(@Variable("headUpdate") HeadUpdate update) {
    NoteRejection rejection = update.rejection();
    Map<String, Object> row = new HashMap<>();
    row.put("origin", update.origin().name());
    row.put("backend", update.backend().id());
    row.put("kind", rejection.failure().failure().label());
    row.put("rawNote", rejection.download().bytes());
    row.put("source", rejection.download().url().toString());
    row.put("message", rejection.failure().getMessage());
    row.put("now", clock.instant().atOffset(ZoneOffset.UTC));
    return row;
  }

  /** Logs that the note could not be stored; the rejection is still reported. */
  public void logNotStored(
      @Variable("headUpdate") HeadUpdate update,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    String reason = FailureMapper.map(thrown).getMessage();
    LOG.warn("{}: the rejected note could not be stored: {}", update.backend().id(), reason);
  }

  public void rethrow(@Variable("headUpdate") HeadUpdate update) {
    throw update.rejection().failure();
  }
}
