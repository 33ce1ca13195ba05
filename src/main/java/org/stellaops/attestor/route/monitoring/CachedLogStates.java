package org.stellaops.attestor.route.monitoring;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.ConfirmationStore;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.EvidenceStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.mirror.store.Pause;
import org.stellaops.attestor.mirror.store.PauseStore;
import org.stellaops.attestor.mirror.store.ShardStore;

/**
 * The states of all logs, at most one second old, so that a scrape needs one query. While the store
 * is unavailable, the last states are kept.
 */
public final class CachedLogStates {
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final CheckpointStore store;
  private final EvidenceStore evidence;
  private final ConfirmationStore confirmations;
  private final PauseStore pauses;
  private final ShardStore shards;
  private final Clock clock;
  private List<LogState> states = List.of();
  private Set<Origin> quarantined = Set.of();
  private Set<Origin> confirmed = Set.of();
  private Set<String> paused = Set.of();
  private List<Shard> proposed = List.of();
  private Instant readAt = Instant.EPOCH;
  private Optional<AttestorException> storeFailure = Optional.empty();

  public CachedLogStates(
      CheckpointStore store,
      EvidenceStore evidence,
      ConfirmationStore confirmations,
      PauseStore pauses,
      ShardStore shards,
      Clock clock) {
    this.store = store;
    this.evidence = evidence;
    this.confirmations = confirmations;
    this.pauses = pauses;
    this.shards = shards;
    this.clock = clock;
  }

  /** The state of a log; empty before first contact. */
  public synchronized Optional<LogState> find(Origin origin) {
    refresh();
    return states.stream().filter(state -> state.origin().equals(origin)).findFirst();
  }

  /**
   * The state of the log of a backend; for a server with shards, that of the active shard, or else
   * of the one that grew last. Empty before first contact.
   */
  public synchronized Optional<LogState> of(Backend backend) {
    return find(backend.origin())
        .or(() ->
            shards(backend).stream()
                .min(
                    Comparator.comparing(LogState::frozen)
                        .thenComparing(LogState::lastGrowth, Comparator.reverseOrder())));
  }

  /** The states of the shards of a server; empty for other backends. */
  public synchronized List<LogState> shards(Backend server) {
    refresh();
    return states.stream().filter(state -> isShard(state.origin(), server)).toList();
  }

  /** Whether a log or a shard of this server is quarantined. */
  public synchronized boolean isQuarantined(Backend backend) {
    return isQuarantined(backend.origin())
        || quarantined.stream().anyMatch(origin -> isShard(origin, backend));
  }

  /** Whether a log is quarantined. */
  public synchronized boolean isQuarantined(Origin origin) {
    refresh();
    return quarantined.contains(origin);
  }

  /** Whether an operator has paused a backend. */
  public synchronized boolean isPaused(Backend backend) {
    refresh();
    return paused.contains(Backend.serverId(backend.id()));
  }

  /** The shards that a server has shown since then and that are not followed, by their tree IDs. */
  public synchronized List<String> unfollowedShards(Backend server, Instant since) {
    refresh();
    return proposed.stream()
        .filter(shard -> shard.backend().equals(server.id()) && shard.lastSeen().isAfter(since))
        .map(shard -> shard.tree().toString())
        .toList();
  }

  /** How the last cycle failed, also before first contact; empty if it succeeded. */
  public synchronized Optional<CycleFailure> lastFailure(Backend backend) {
    Optional<LogState> state = of(backend);
    try {
      return state.isPresent() ? state.get().lastFailure() : store.findLastFailure(backend.id());
    } catch (AttestorException e) {
      return Optional.empty(); // the store is reported by its own check
    }
  }

  /** What decides the state of a backend. */
  public MirrorStatus.Facts facts(Backend backend) {
    return new MirrorStatus.Facts(
        of(backend), lastFailure(backend), isQuarantined(backend), isPaused(backend));
  }

  /** Whether the history of a log or of a shard of this server is trusted on first use only. */
  public synchronized boolean isTrustedOnFirstUse(Backend backend) {
    refresh();
    return states.stream()
        .map(LogState::origin)
        .filter(origin -> origin.equals(backend.origin()) || isShard(origin, backend))
        .anyMatch(origin -> !confirmed.contains(origin));
  }

  private static boolean isShard(Origin origin, Backend server) {
    return TreeId.of(origin, server.origin()).isPresent();
  }

  /** What is wrong with the store; empty if it answers and accepts changes. */
  public synchronized Optional<AttestorException> storeFailure() {
    refresh();
    return storeFailure;
  }

  /** Makes the next question read the store again. */
  public synchronized void expire() {
    readAt = Instant.EPOCH;
  }

  private void refresh() {
    Instant now = clock.instant();
    // abs: a clock that was set back must not keep old states
    if (Duration.between(readAt, now).abs().compareTo(MAX_AGE) < 0) {
      return;
    }
    readAt = now;
    try {
      List<LogState> all = store.all();
      Set<Origin> quarantinedNow =
          evidence.all().stream()
              .filter(stored -> stored.release().isEmpty())
              .map(stored -> stored.evidence().origin())
              .collect(Collectors.toUnmodifiableSet());
      confirmed = confirmations.confirmedOrigins();
      paused = pauses.all().stream().map(Pause::backend).collect(Collectors.toUnmodifiableSet());
      proposed = shards.proposed();
      states = all;
      quarantined = quarantinedNow;
      store.requireWritable();
      storeFailure = Optional.empty();
    } catch (AttestorException e) {
      storeFailure = Optional.of(e);
    }
  }
}
