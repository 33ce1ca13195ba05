package org.stellaops.attestor.mirror.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * Where the mirror of a log stands, in one word.
 *
 * @param hasTiles whether tiles are mirrored, and not only checkpoints
 * @param staleAfter without a good cycle for longer than this it is stale
 */
public record MirrorStatus(boolean hasTiles, Duration staleAfter) {

  /**
   * One word: {@code quarantined}, {@code full}, {@code new}, {@code failing}, {@code stale},
   * {@code syncing}, {@code frozen} or {@code current}; the first that fits.
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
    // a success that lies in the future tells of a clock that was wrong, and of nothing else
    if (Duration.between(lastSync.get(), now).abs().compareTo(staleAfter) > 0) {
      return "stale";
    }
    if (hasTiles && !log.isComplete()) {
      return "syncing";
    }
    return log.frozen() ? "frozen" : "current";
  }
}
