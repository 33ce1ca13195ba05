package org.stellaops.attestor.checkpoint;

import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * When a log's key may say something new. A checkpoint of today carries no time of its own, so what
 * counts is when it comes: outside of these times only the head that is known already may come
 * again, as a retired log shows it for ever. Whoever has a retired key could sign anything else.
 *
 * @param from the first moment; empty if it was always valid
 * @param until the last moment; empty if it is valid for ever
 */
public record KeyValidity(Optional<Instant> from, Optional<Instant> until) {
  /** No limits. */
  public static final KeyValidity ALWAYS = new KeyValidity(Optional.empty(), Optional.empty());

  /** Whether this moment is in between; both ends are. */
  public boolean includes(Instant moment) {
    return from.map(start -> !moment.isBefore(start)).orElse(true)
        && until.map(end -> !moment.isAfter(end)).orElse(true);
  }

  /**
   * Refuses what comes outside of these times.
   *
   * @throws AttestorException with {@code wrong_key}
   */
  public void requireValid(Instant moment, SignedCheckpoint checkpoint) {
    if (!includes(moment)) {
      throw new AttestorException(
          Failure.WRONG_KEY,
          "the key of '"
              + checkpoint.origin()
              + "' is valid "
              + this
              + ", and signs something new at "
              + moment
              + ": size "
              + checkpoint.head().size(),
          "look at this machine's clock, then ask the log's operator, since whoever has a retired"
              + " key may sign with it; correct keyValidFrom or keyValidUntil only if they are"
              + " wrong");
    }
  }

  @Override
  public String toString() {
    String start = from.map(at -> "from " + at).orElse("");
    String end = until.map(at -> "until " + at).orElse("");
    return start + (start.isEmpty() || end.isEmpty() ? "" : " ") + end;
  }
}
