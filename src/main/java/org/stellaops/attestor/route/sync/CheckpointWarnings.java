package org.stellaops.attestor.route.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.store.LogState;

/**
 * Warnings about checkpoints that are valid but unusual. The cycle succeeds, and its outcome is the
 * most severe warning.
 *
 * @param noGrowthAfter a log that has not grown for longer is stale; zero for never
 */
public record CheckpointWarnings(SyncMetrics metrics, Duration noGrowthAfter, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** Counts and logs the warnings, before the head moves. */
  public void report(@Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    List<AttestorException> warnings =
        Stream.of(
                grewAfterFreeze(update, transition),
                unsignedMismatch(update),
                clockSkew(update, transition),
                staleness(update, transition))
            .flatMap(Optional::stream)
            .toList();
    update.setWarnings(warnings);
    for (AttestorException warning : warnings) {
      metrics.recordError(update.backend().id(), warning.failure());
      LOG.warn(
          "{}: {}: {} ({})",
          update.backend().id(),
          warning.failure().label(),
          warning.getMessage(),
          warning.hint());
    }
  }

  private static Optional<AttestorException> grewAfterFreeze(
      HeadUpdate update, HeadTransition transition) {
    return update
        .previousState()
        .filter(LogState::frozen)
        .filter(state -> transition instanceof HeadTransition.Advanced)
        .map(state ->
            new AttestorException(
                Failure.UNFROZEN,
                "the log was frozen at size %d and has grown to %d"
                    .formatted(state.pending().size(), transition.checkpoint().head().size()),
                "a retired key may have been stolen; contact the operator of the log"));
  }

  /** Warns of unsigned fields that differ from the note; others may be wrong too. */
  private static Optional<AttestorException> unsignedMismatch(HeadUpdate update) {
    return update
        .advertised()
        .map(AdvertisedShard::unsignedMismatches)
        .filter(mismatches -> !mismatches.isEmpty())
        .map(mismatches ->
            new AttestorException(
                Failure.UNSIGNED_MISMATCH,
                "unsigned fields differ from the signed note: " + String.join(", ", mismatches),
                "the note is valid and was accepted; contact the log's operator"));
  }

  private Optional<AttestorException> clockSkew(HeadUpdate update, HeadTransition transition) {
    Instant latest = clock.instant().plus(TOLERANCE);
    Optional<Instant> signed = transition.checkpoint().checkpoint().timestamp();
    Optional<Instant> stored = update.previousState().flatMap(LogState::lastSuccess);
    return signed
        .filter(latest::isBefore)
        .map(time -> clockSkew("the log has signed the time " + time))
        .or(() ->
            update
                .cosignature()
                .filter(cosignature -> latest.isBefore(cosignature.timestamp()))
                .map(cosignature ->
                    clockSkew(
                        "the witness %s has signed the time %s"
                            .formatted(cosignature.witness(), cosignature.timestamp()))))
        .or(() ->
            stored
                .filter(latest::isBefore)
                .map(time -> clockSkew("the last successful cycle was at " + time)));
  }

  private AttestorException clockSkew(String what) {
    return new AttestorException(
        Failure.CLOCK_SKEW,
        what + ", but the local time is " + clock.instant().truncatedTo(ChronoUnit.SECONDS),
        "check the clock of this machine: timedatectl");
  }

  private Optional<AttestorException> staleness(HeadUpdate update, HeadTransition transition) {
    boolean finished =
        transition.checkpoint().checkpoint().isFrozen()
            || update.isClosed()
            || update.previousState().map(LogState::frozen).orElse(false);
    if (noGrowthAfter.isZero() || finished) {
      return Optional.empty();
    }
    Instant oldest = clock.instant().minus(noGrowthAfter);
    return update
        .previousState()
        .filter(state -> transition instanceof HeadTransition.Unchanged)
        .map(LogState::lastGrowth)
        .filter(oldest::isAfter)
        .map(at -> staleness("the log has not grown since " + at.truncatedTo(ChronoUnit.SECONDS)))
        .or(() ->
            update
                .cosignature()
                .filter(cosignature -> oldest.isAfter(cosignature.timestamp()))
                .map(cosignature ->
                    staleness(
                        "the latest cosignature is of %s, by %s"
                            .formatted(cosignature.timestamp(), cosignature.witness()))));
  }

  private static AttestorException staleness(String what) {
    String hint = "compare with the checkpoint in another network; a finished log is frozen";
    return new AttestorException(Failure.STALE, what, hint);
  }
}
