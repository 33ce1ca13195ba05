package org.stellaops.attestor.checkpoint;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The period in which a log's key may sign new checkpoints. Checkpoints have no signed time, so the
 * time of arrival counts. Outside the period only the known head is accepted, because a retired log
 * keeps serving its last one. Anything else could be signed with a stolen retired key.
 *
 * @param from the first valid time; empty if there is no start
 * @param until the last valid time; empty if there is no end
 */
public record KeyValidity(Optional<Instant> from, Optional<Instant> until) {
  /** Valid at all times. */
  public static final KeyValidity ALWAYS = new KeyValidity(Optional.empty(), Optional.empty());

  /** Whether a time is in the period, ends inclusive. */
  public boolean includes(Instant moment) {
    return from.map(start -> !moment.isBefore(start)).orElse(true)
        && until.map(end -> !moment.isAfter(end)).orElse(true);
  }

  /**
   * Requires that a new checkpoint arrives in the period.
   *
   * @throws AttestorException with {@code wrong_key} if it does not
   */
  public void requireValid(Instant moment, SignedCheckpoint checkpoint) {
    if (!includes(moment)) {
      throw new AttestorException(
          Failure.WRONG_KEY,
          "the key of '%s' is valid %s, but signed a new checkpoint at %s: size %d"
              .formatted(checkpoint.origin(), this, moment, checkpoint.head().size()),
          "check this machine's clock, then contact the log's operator: a retired key may have been"
              + " stolen; correct keyValidFrom or keyValidUntil only if they are wrong");
    }
  }

  @Override
  public String toString() {
    return Stream.of(from.map(at -> "from " + at), until.map(at -> "until " + at))
        .flatMap(Optional::stream)
        .collect(Collectors.joining(" "));
  }
}
