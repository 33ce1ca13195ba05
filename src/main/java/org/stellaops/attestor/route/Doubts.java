package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.Verdict;

/**
 * What is odd about a checkpoint although it is true: signed, consistent, and still worth a look.
 * The log is followed on, the cycle ends well, and says so with the word of its gravest doubt.
 */
public final class Doubts {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SyncMetrics metrics;
  private final Duration noGrowthAfter;
  private final Clock clock;

  /**
   * Doubts by this clock.
   *
   * @param noGrowthAfter without growth for longer than this a log is stale; zero for never
   */
  public Doubts(SyncMetrics metrics, Duration noGrowthAfter, Clock clock) {
    this.metrics = metrics;
    this.noGrowthAfter = noGrowthAfter;
    this.clock = clock;
  }

  /** Counts and tells what is odd about the log, before its head moves. */
  public void voice(@Variable("cycle") Cycle cycle) {
    Verdict verdict = cycle.verdict().orElseThrow();
    List<AttestorException> doubts =
        Stream.of(
                thawed(cycle, verdict), lied(cycle), skewed(cycle, verdict), stale(cycle, verdict))
            .flatMap(Optional::stream)
            .toList();
    cycle.doubted(doubts);
    for (AttestorException doubt : doubts) {
      metrics.error(cycle.backend().id(), doubt.failure());
      LOG.warn(
          "{}: {}: {} ({})",
          cycle.backend().id(),
          doubt.failure().word(),
          doubt.getMessage(),
          doubt.hint());
    }
  }

  private static Optional<AttestorException> thawed(Cycle cycle, Verdict verdict) {
    return cycle
        .before()
        .filter(LogState::frozen)
        .filter(state -> verdict instanceof Verdict.Advanced)
        .map(state ->
            new AttestorException(
                Failure.THAWED,
                "the log had said that it is frozen at size "
                    + state.pending().size()
                    + ", and has grown to "
                    + verdict.checkpoint().head().size(),
                "whoever has a retired key may sign with it; ask the log's operator who did"));
  }

  /** What is not signed is not believed, and whoever lies there may lie elsewhere. */
  private static Optional<AttestorException> lied(Cycle cycle) {
    return cycle.lies().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AttestorException(
                Failure.LOOSE_FIELDS,
                "beside the signed note " + String.join(", ", cycle.lies()),
                "the note is good and was taken; ask the log's operator what answers there"));
  }

  private Optional<AttestorException> skewed(Cycle cycle, Verdict verdict) {
    Instant latest = clock.instant().plus(TOLERANCE);
    Optional<Instant> signed = verdict.checkpoint().checkpoint().timestamp();
    Optional<Instant> stored = cycle.before().flatMap(LogState::lastSuccess);
    return signed
        .filter(latest::isBefore)
        .map(time -> skew("the log has signed the time " + time))
        .or(() ->
            cycle
                .cosignature()
                .filter(seen -> latest.isBefore(seen.at()))
                .map(seen ->
                    skew("the witness " + seen.witness() + " has signed the time " + seen.at())))
        .or(() ->
            stored
                .filter(latest::isBefore)
                .map(time -> skew("the last good cycle was at " + time)));
  }

  private AttestorException skew(String what) {
    return new AttestorException(
        Failure.CLOCK_SKEW,
        what + ", and here it is " + clock.instant().truncatedTo(ChronoUnit.SECONDS),
        "compare the clock of this machine with another one: timedatectl");
  }

  private Optional<AttestorException> stale(Cycle cycle, Verdict verdict) {
    boolean said = verdict.checkpoint().checkpoint().frozen();
    boolean over = said || cycle.closed() || cycle.before().map(LogState::frozen).orElse(false);
    if (noGrowthAfter.isZero() || over) {
      return Optional.empty();
    }
    Instant oldest = clock.instant().minus(noGrowthAfter);
    return cycle
        .before()
        .filter(state -> verdict instanceof Verdict.Unchanged)
        .map(LogState::lastGrowth)
        .filter(oldest::isAfter)
        .map(at -> stale("the log has not grown since " + at.truncatedTo(ChronoUnit.SECONDS)))
        .or(() ->
            cycle
                .cosignature()
                .filter(seen -> oldest.isAfter(seen.at()))
                .map(seen ->
                    stale("the latest cosignature is of " + seen.at() + ", by " + seen.witness())));
  }

  private static AttestorException stale(String what) {
    return new AttestorException(
        Failure.STALE,
        what,
        "compare with what another network is shown; a log that is done says so itself");
  }
}
