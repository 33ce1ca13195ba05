package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * The status of a mirror as one label.
 *
 * @param hasTiles whether tiles are mirrored, or checkpoints only
 * @param staleAfter a mirror without a successful cycle for longer than this is stale
 */
public record MirrorStatus(boolean hasTiles, Duration staleAfter) {

  /**
   * The first of these labels that applies: "quarantined", "full", "new", "failing", "stale",
   * "syncing", "frozen", "current".
   */
  public String of(Optional<LogState> state, boolean quarantined, Instant now) {
    if (quarantined) {
      return "quarantined";
    }
    Optional<Failure> failure = state.flatMap(LogState::lastFailure).map(CycleFailure::failure);
    if (failure.filter(Failure.CACHE_FULL::equals).isPresent()) {
      return "full";
    }
    Optional<Instant> lastSync = state.flatMap(LogState::lastSuccess);
    if (lastSync.isEmpty()) {
      return failure.isPresent() ? "failing" : "new";
    }
    LogState log = state.orElseThrow();
    if (failure.isPresent()) {
      return failure.get() == Failure.STALE ? "stale" : "failing";
    }
    // a success in the future was recorded with a wrong clock and proves nothing
    if (Duration.between(lastSync.get(), now).abs().compareTo(staleAfter) > 0) {
      return "stale";
    }
    if (hasTiles && !log.isComplete()) {
      return "syncing";
    }
    return log.frozen() ? "frozen" : "current";
  }
}
