package org.stellaops.attestor.mirror;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.stellaops.attestor.failure.Failure;

/**
 * Where the mirror of a log stands, in one word.
 *
 * @param tiles whether tiles are mirrored, and not only checkpoints
 * @param staleAfter without a good cycle for longer than this it is stale
 */
public record StatusWord(boolean tiles, Duration staleAfter) {

  /**
   * One word: {@code quarantined}, {@code full}, {@code new}, {@code failing}, {@code stale},
   * {@code syncing}, {@code frozen} or {@code current}; the first that fits.
   */
  public String of(Optional<LogState> known, boolean quarantined, Instant now) {
    if (quarantined) {
      return "quarantined";
    }
    Optional<Failure> failure = known.flatMap(LogState::lastFailure).map(FailedCycle::failure);
    if (failure.filter(Failure.CACHE_FULL::equals).isPresent()) {
      return "full";
    }
    Optional<Instant> lastSync = known.flatMap(LogState::lastSuccess);
    if (lastSync.isEmpty()) {
      return failure.isPresent() ? "failing" : "new";
    }
    LogState log = known.orElseThrow();
    if (failure.isPresent()) {
      return failure.get() == Failure.STALE ? "stale" : "failing";
    }
    // a success that lies in the future tells of a clock that was wrong, and of nothing else
    if (Duration.between(lastSync.get(), now).abs().compareTo(staleAfter) > 0) {
      return "stale";
    }
    if (tiles && !log.complete()) {
      return "syncing";
    }
    return log.frozen() ? "frozen" : "current";
  }
}
