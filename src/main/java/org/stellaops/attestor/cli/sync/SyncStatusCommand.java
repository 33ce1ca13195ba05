package org.stellaops.attestor.cli.sync;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.Schedule;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sync-status}: the state of every mirror. */
@Command(
    name = "sync-status",
    description = "Show the tree size, age and state of every mirror.",
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor sync-status", "  stella attestor sync-status -o json"})
public final class SyncStatusCommand implements Runnable {
  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      print(statuses(settings, store), spec.commandLine().getOut());
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

  private void print(List<BackendStatus> statuses, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.printJson(out, statuses.stream().map(BackendStatus::json).toList());
    } else {
      out.println(table(statuses));
      printUnconfirmed(statuses, out);
      out.flush();
    }
  }

  /** Lists the logs whose history is trusted on first use. */
  private static void printUnconfirmed(List<BackendStatus> statuses, PrintWriter out) {
    List<String> ids =
        statuses.stream()
            .filter(BackendStatus::isTrustedOnFirstUse)
            .map(status -> status.backend().id())
            .toList();
    if (!ids.isEmpty()) {
      out.println();
      out.println("trusted on first use, not confirmed yet: " + String.join(", ", ids));
      out.println("next: stella attestor backend confirm " + ids.get(0) + " --checkpoint FILE");
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

    public String[] row() {
      return new String[] {
        backend.id(),
        backend.origin().name(),
        state.map(log -> Format.count(log.pending().size())).orElse("-"),
        Format.time(lastSync()),
        age().map(Format::age).orElse("-"),
        state
            .filter(log -> backend.hasTiles())
            .map(log -> Format.percent(log.presentEntries(), log.expectedEntries()))
            .orElse("-"),
        label() + (quarantined || label().equals("stale") ? "" : failure())
      };
    }

    /** Returns the fields of {@code -o json}. */
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", backend.id());
      json.put("origin", backend.origin().name());
      json.put("hasTiles", backend.hasTiles());
      json.put("treeSize", state.map(log -> log.pending().size()).orElse(null));
      json.put("mirroredSize", state.map(log -> log.mirrored().size()).orElse(null));
      json.put("coveredSize", state.map(LogState::covered).orElse(null));
      json.put("minimumIndex", state.map(LogState::minimumIndex).orElse(null));
      json.put("rootHash", state.map(log -> log.pending().root().hex()).orElse(null));
      json.put("lastSync", lastSync().map(Instant::toString).orElse(null));
      json.put("ageSeconds", age().map(Duration::toSeconds).orElse(null));
      json.put("staleAfterSeconds", staleAfter.toSeconds());
      json.put("lastGrowth", state.map(log -> log.lastGrowth().toString()).orElse(null));
      json.put("growthAgeSeconds", state.map(this::growthAge).orElse(null));
      json.put("confirmed", state.isEmpty() ? null : confirmed);
      json.put("frozen", state.map(LogState::frozen).orElse(null));
      json.put("quarantined", quarantined);
      json.put("state", label());
      json.put(
          "error", state.flatMap(LogState::lastFailure).map(f -> f.failure().label()).orElse(null));
      json.put("message", state.flatMap(LogState::lastFailure).map(f -> f.message()).orElse(null));
      return json;
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
