package org.stellaops.attestor.cli.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.Schedule;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import picocli.CommandLine.Command;

/** {@code sync-status}: the state of every mirror. */
@Command(
    name = "sync-status",
    description = "Show the tree size, age and state of every mirror.",
    footer = {"  stella attestor sync-status", "  stella attestor sync-status -o json"})
public final class SyncStatusCommand extends ReportingCommand implements Runnable {
  @Override
  public void run() {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      print(statuses(settings, store));
    }
  }

  static List<BackendStatus> statuses(Settings settings, PostgresStore store) {
    return BackendSelector.select(settings, store, null).stream()
        .map(backend ->
            new BackendStatus(
                backend,
                store.checkpoints().find(backend.origin()),
                store.confirmations().find(backend.origin()).isPresent(),
                store.evidence().findQuarantine(backend.origin()).isPresent(),
                settings.sync().enableTileSync() && backend.hasTiles(),
                Schedule.of(settings).staleAfter(),
                Clock.systemUTC().instant()))
        .toList();
  }

  private void print(List<BackendStatus> statuses) {
    output.printAll(
        out(),
        statuses,
        BackendStatus::json,
        new TextTable(BackendStatus.HEADINGS),
        BackendStatus::row);
    if (!output.isJson()) {
      printUnconfirmed(statuses);
    }
  }

  /** Lists the logs whose history is trusted on first use. */
  private void printUnconfirmed(List<BackendStatus> statuses) {
    List<String> ids =
        statuses.stream()
            .filter(BackendStatus::isTrustedOnFirstUse)
            .map(status -> status.backend().id())
            .toList();
    if (!ids.isEmpty()) {
      out().println();
      printLine("trusted on first use, not confirmed yet: " + String.join(", ", ids));
      printLine("next: stella attestor backend confirm " + ids.get(0) + " --checkpoint FILE");
    }
  }

  static TextTable table(List<BackendStatus> statuses) {
    TextTable table = new TextTable(BackendStatus.HEADINGS);
    statuses.forEach(status -> table.row(status.row()));
    return table;
  }

  /**
   * Formats the state of the mirror of one log.
   *
   * @param backend the log
   * @param state the stored state; empty before first contact
   * @param confirmed whether an operator confirmed the history
   * @param quarantined whether the log is in quarantine because of evidence
   * @param mirrorsTiles whether tiles are mirrored, and not only checkpoints
   * @param staleAfter the time without a successful cycle after which the mirror is stale
   * @param now the current time
   */
  public record BackendStatus(
      Backend backend,
      Optional<LogState> state,
      boolean confirmed,
      boolean quarantined,
      boolean mirrorsTiles,
      Duration staleAfter,
      Instant now) {

    public static final String[] HEADINGS = {
      "Backend", "Origin", "Tree Size", "Last Sync", "Age", "Mirrored", "State"
    };

    /** Time since the last successful cycle; zero if the clocks disagree. */
    Optional<Duration> age() {
      return lastSync()
          .map(at -> Duration.between(at, now))
          .map(age -> age.isNegative() ? Duration.ZERO : age);
    }

    /** The label of {@link MirrorStatus}. */
    String label() {
      return new MirrorStatus(mirrorsTiles, staleAfter).of(state, quarantined, now);
    }

    /** Whether the history is trusted on first use only. */
    boolean isTrustedOnFirstUse() {
      return state.isPresent() && !confirmed;
    }

    public List<String> row() {
      return List.of(
          backend.id(),
          backend.origin().name(),
          state.map(log -> Format.count(log.pending().size())).orElse("-"),
          Format.time(lastSync()),
          age().map(Format::age).orElse("-"),
          state
              .filter(log -> backend.hasTiles())
              .map(log -> Format.percent(log.presentEntries(), log.expectedEntries()))
              .orElse("-"),
          label() + (quarantined || label().equals("stale") ? "" : failure()));
    }

    /** Returns the fields of {@code -o json}. */
    public JsonObject json() {
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
          .with("quarantined", quarantined)
          .with("state", label())
          .with("error", state.flatMap(LogState::lastFailure).map(f -> f.failure().label()))
          .with("message", state.flatMap(LogState::lastFailure).map(f -> f.message()));
    }

    private long growthAge(LogState log) {
      return Math.max(0, Duration.between(log.lastGrowth(), now).toSeconds());
    }

    private String failure() {
      return state.flatMap(LogState::lastFailure).map(f -> ": " + f.failure().label()).orElse("");
    }

    private Optional<Instant> lastSync() {
      return state.flatMap(LogState::lastSuccess);
    }
  }
}
