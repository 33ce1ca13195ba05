package org.stellaops.attestor.cli.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.MirrorInspection;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.mirror.store.Pause;
import org.stellaops.attestor.mirror.store.StoredEvidence;

/**
 * Formats the state of the mirror of one log.
 *
 * @param backend the log
 * @param facts what decides the state
 * @param label the state
 * @param confirmed whether an operator confirmed the history
 * @param quarantine the evidence for which the log is in quarantine
 * @param pause the pause that is in force
 * @param staleAfter the time without a successful cycle after which the mirror is stale
 * @param now the current time
 */
public record BackendStatus(
    Backend backend,
    MirrorStatus.Facts facts,
    MirrorState label,
    boolean confirmed,
    Optional<StoredEvidence> quarantine,
    Optional<Pause> pause,
    Duration staleAfter,
    Instant now) {

  public static final String[] HEADINGS = {
    "Backend", "Origin", "Tree Size", "Last Sync", "Age", "Mirrored", "State"
  };

  /**
   * Reads the state of a log.
   *
   * @param status decides the state of logs with tiles
   */
  static BackendStatus of(
      Backend log, PostgresStore store, MirrorTree tree, MirrorStatus status, Instant now) {
    Optional<LogState> state =
        store.checkpoints().find(log.origin()).map(known -> inspect(known, log, tree, now));
    Optional<StoredEvidence> quarantine = store.evidence().findQuarantine(log.origin());
    Optional<Pause> pause = store.pauses().find(Backend.serverId(log.id()));
    Optional<CycleFailure> failure =
        state.isPresent()
            ? state.get().lastFailure()
            : store.checkpoints().findLastFailure(log.id());
    MirrorStatus.Facts facts =
        new MirrorStatus.Facts(state, failure, quarantine.isPresent(), pause.isPresent());
    MirrorState label =
        new MirrorStatus(status.hasTiles() && log.hasTiles(), status.staleAfter()).of(facts, now);
    return new BackendStatus(
        log,
        facts,
        label,
        store.confirmations().find(log.origin()).isPresent(),
        quarantine,
        pause,
        status.staleAfter(),
        now);
  }

  /** Looks for some of the files on disk, or for all of them if some were lost. */
  private static LogState inspect(LogState known, Backend log, MirrorTree tree, Instant now) {
    if (!log.hasTiles() || known.covered() == 0) {
      return known;
    }
    try {
      return known.withFiles(
          known
              .files()
              .withDamage(
                  new MirrorInspection(tree, log)
                      .run(known, known.damage().isPresent(), now.getEpochSecond(), now)));
    } catch (AttestorException e) {
      return known; // this user may not read the files
    }
  }

  /** What of the mirror is lost; empty if nothing is known to be. */
  Optional<Damage> damage() {
    return facts.state().flatMap(LogState::damage);
  }

  /** The exit code of the state; that of the failure if the last cycle failed. */
  ExitCode exitCode() {
    return label == MirrorState.FAILING
        ? facts.lastFailure().map(failed -> failed.failure().exitCode()).orElse(label.exitCode())
        : label.exitCode();
  }

  /** Time since the last successful cycle; zero if the clocks disagree. */
  Optional<Duration> age() {
    return lastSync()
        .map(at -> Duration.between(at, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /** Whether the history is trusted on first use only. */
  boolean isTrustedOnFirstUse() {
    return facts.state().isPresent() && !confirmed;
  }

  /** The cells of the table. */
  public List<String> row() {
    Optional<LogState> state = facts.state();
    return List.of(
        backend.id(),
        backend.origin().name(),
        state.map(log -> Format.count(log.pending().size())).orElse("-"),
        Format.time(lastSync()),
        age().map(Format::age).orElse("-"),
        state
            .filter(log -> backend.hasTiles() && log.damage().isEmpty())
            .map(log -> Format.percent(log.presentEntries(), log.expectedEntries()))
            .orElse("-"),
        label == MirrorState.FAILING
            ? label.label() + facts.lastFailure().map(f -> ": " + f.failure().label()).orElse("")
            : label.label());
  }

  /** A sentence about the state and the next command, if an operator should act. */
  List<String> remarks() {
    List<String> lines = new ArrayList<>();
    String next = new NextStep(this).command();
    if (!next.isEmpty()) {
      lines.add("");
      lines.add(backend.id() + ": " + label.label() + explanation());
      lines.add("next: " + next);
    }
    return lines;
  }

  private String explanation() {
    return switch (label) {
      case QUARANTINED ->
          quarantine
              .map(found ->
                  " for %s since %s, evidence %d"
                      .formatted(
                          found.evidence().kind().label(),
                          Format.time(Optional.of(found.evidence().detectedAt())),
                          found.id()))
              .orElse("");
      case DAMAGED -> damage().map(lost -> ": " + lost.problem()).orElse("");
      case PAUSED ->
          pause
              .map(found ->
                  " since %s by %s%s"
                      .formatted(
                          Format.time(Optional.of(found.since())),
                          found.operator(),
                          found.reason().isEmpty() ? "" : ": " + found.reason()))
              .orElse("");
      case STALE ->
          facts.lastFailure().isPresent()
              ? failure()
              : ": no successful cycle for " + age().map(Format::age).orElse("-");
      default -> failure();
    };
  }

  private String failure() {
    return facts
        .lastFailure()
        .map(failed -> ": " + failed.failure().label() + ": " + failed.message())
        .orElse("");
  }

  /** Returns the fields of {@code -o json}. */
  public JsonObject json() {
    Optional<LogState> state = facts.state();
    String next = new NextStep(this).command();
    return new JsonObject()
        .with("backend", backend.id())
        .with("origin", backend.origin().name())
        .with("hasTiles", backend.hasTiles())
        .with("treeSize", state.map(log -> log.pending().size()))
        .with("mirroredSize", state.map(log -> log.mirrored().size()))
        .with("coveredSize", state.map(LogState::covered))
        .with("minimumIndex", state.map(LogState::minimumIndex))
        .with("rootHash", state.map(log -> log.pending().root().hex()))
        .with("lastSync", lastSync())
        .with("ageSeconds", age().map(Duration::toSeconds))
        .with("staleAfterSeconds", staleAfter.toSeconds())
        .with("lastGrowth", state.map(log -> log.lastGrowth().toString()))
        .with("growthAgeSeconds", state.map(this::growthAge))
        .with("confirmed", state.isEmpty() ? null : confirmed)
        .with("frozen", state.map(LogState::frozen))
        .with("quarantined", facts.quarantined())
        .with("paused", facts.paused())
        .with("damage", damage().map(Damage::problem))
        .with("state", label.label())
        .with("error", facts.lastFailure().map(f -> f.failure().label()))
        .with("message", facts.lastFailure().map(CycleFailure::message))
        .with("next", next.isEmpty() ? null : next);
  }

  private long growthAge(LogState log) {
    return Math.max(0, Duration.between(log.lastGrowth(), now).toSeconds());
  }

  private Optional<Instant> lastSync() {
    return facts.state().flatMap(LogState::lastSuccess);
  }
}
