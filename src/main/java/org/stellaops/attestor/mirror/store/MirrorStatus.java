package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * Decides the state of a mirror.
 *
 * @param hasTiles whether tiles are mirrored, or checkpoints only
 * @param staleAfter a mirror without a successful cycle for longer than this is stale
 */
public record MirrorStatus(boolean hasTiles, Duration staleAfter) {

  /**
   * What is known of the mirror of one log.
   *
   * @param state the stored state; empty before first contact
   * @param lastFailure how the last cycle failed, also before first contact; empty if it succeeded
   * @param quarantined whether there is evidence against the log that is not released
   * @param paused whether an operator has paused it
   */
  public record Facts(
      Optional<LogState> state,
      Optional<CycleFailure> lastFailure,
      boolean quarantined,
      boolean paused) {}

  /** The first state that applies, in the order of {@link MirrorState}. */
  public MirrorState of(Facts facts, Instant now) {
    if (facts.quarantined()) {
      return MirrorState.QUARANTINED;
    }
    if (facts.state().flatMap(LogState::damage).isPresent()) {
      return MirrorState.DAMAGED;
    }
    if (facts.paused()) {
      return MirrorState.PAUSED;
    }
    Optional<Failure> failure = facts.lastFailure().map(CycleFailure::failure);
    if (failure.filter(Failure.CACHE_FULL::equals).isPresent()) {
      return MirrorState.FULL;
    }
    Optional<Instant> lastSync = facts.state().flatMap(LogState::lastSuccess);
    if (failure.isPresent()) {
      boolean stale = lastSync.isPresent() && failure.get() == Failure.STALE;
      return stale ? MirrorState.STALE : MirrorState.FAILING;
    }
    if (lastSync.isEmpty()) {
      return MirrorState.NEW;
    }
    // a success in the future was recorded with a wrong clock and proves nothing
    if (Duration.between(lastSync.get(), now).abs().compareTo(staleAfter) > 0) {
      return MirrorState.STALE;
    }
    LogState log = facts.state().orElseThrow();
    if (hasTiles && !log.isComplete()) {
      return MirrorState.SYNCING;
    }
    return log.frozen() ? MirrorState.FROZEN : MirrorState.CURRENT;
  }
}
