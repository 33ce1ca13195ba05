package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ExecutionErrorHandler;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.ProgramVersion;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.TileBudget;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sync}: one sync cycle now, with or without a running daemon. */
@Command(
    name = "sync",
    description = {
      "Sync one log or all logs now.",
      "The command runs one cycle and exits. It works beside a running daemon."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor sync --all",
      "  stella attestor sync --backend sigstore-prod --full",
      "  stella attestor sync --backend sigstore-prod --full-tiles -o json"
    })
public final class SyncCommand implements Callable<Integer> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Selection selection = new Selection();

  @ArgGroup private @Nullable Extent extent;

  @Option(
      names = "--yes-i-know",
      description =
          "Mirror the entries of a Rekor v1 log of any size, ten in each request, if "
              + "mirrorEntries is set for the backend.")
  private boolean ignoreSizeLimit;

  /** {@code --backend ID} or {@code --all}. */
  static final class Selection {
    @Option(names = "--backend", paramLabel = "ID", description = "The backend to sync.")
    private @Nullable String id;

    @Option(names = "--all", description = "Sync every enabled backend.")
    private boolean all;

    /** Enables the named backend for this run. */
    Settings applyTo(Settings settings) {
      return id == null ? settings : settings.withBackendEnabled(id);
    }

    List<String> backendIds(BackendCatalog backends) {
      return all || id == null ? backends.ids() : List.of(id);
    }
  }

  /**
   * {@code --full} or {@code --full-tiles}; without them one cycle is like a cycle of the daemon.
   */
  static final class Extent {
    @Option(
        names = "--full",
        description = "Fetch everything that is missing, without the limit of maxTilesPerSync.")
    private boolean full;

    @Option(
        names = "--full-tiles",
        description = "Like --full, and mirror tiles even if enableTileSync is false.")
    private boolean fullTiles;

    TileBudget applyTo(TileBudget configured) {
      boolean everything = full || fullTiles;
      return everything ? new TileBudget(configured.enabled() || fullTiles, 0) : configured;
    }
  }

  @Override
  public Integer call() throws IOException {
    Settings settings = selection.applyTo(config.load());
    List<String> ids = requireNonEmpty(selection.backendIds(BackendFactory.create(settings)));
    TileBudget budget = budget(settings);
    try (PostgresStore store = PostgresStore.openPooled(settings, "sync");
        TerminalProgress progress = new TerminalProgress(spec)) {
      ObjectGraph graph =
          new ObjectGraph(
              settings,
              store,
              budget,
              LOCK_TIMEOUT,
              progress,
              BundleListener.NONE,
              Clock.systemUTC());
      try (AttestorRuntime runtime =
          AttestorRuntime.start(graph, RunMode.ONCE, ProgramVersion.number())) {
        List<CycleReport> reports = new ArrayList<>();
        for (String id : ids) {
          reports.addAll(runtime.syncAll(id));
          progress.close();
        }
        return print(reports, BackendFactory.create(settings), budget.enabled());
      }
    }
  }

  private static List<String> requireNonEmpty(List<String> ids) {
    if (ids.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "no backend is enabled",
          "add one under attestor.rekorSync.backends; see docs/configuration.md");
    }
    return ids;
  }

  private TileBudget budget(Settings settings) {
    TileBudget configured =
        new TileBudget(settings.sync().enableTileSync(), settings.sync().maxTilesPerSync());
    TileBudget budget = extent == null ? configured : extent.applyTo(configured);
    return new TileBudget(budget.enabled(), budget.perCycle(), ignoreSizeLimit);
  }

  /** Whether tiles of the log of a report are mirrored. */
  private static boolean hasTiles(CycleReport report, BackendCatalog backends, boolean tiles) {
    return tiles && backends.find(report.backend()).map(Backend::hasTiles).orElse(false);
  }

  private int print(List<CycleReport> reports, BackendCatalog backends, boolean tiles) {
    if (output.isJson()) {
      OutputOption.printJson(
          spec.commandLine().getOut(), reports.stream().map(SyncCommand::json).toList());
    }
    for (CycleReport report : reports) {
      if (!output.isJson() && report.failure().isEmpty()) {
        spec.commandLine().getOut().println(summaryLine(report, hasTiles(report, backends, tiles)));
      }
      report.failure().ifPresent(failure -> printFailure(report, failure));
    }
    spec.commandLine().getOut().flush();
    return reports.stream()
        .map(report -> exitCode(report, hasTiles(report, backends, tiles)))
        .reduce(ExitCode.SUCCESS, ExitCode::worse)
        .number();
  }

  private void printFailure(CycleReport report, Failure failure) {
    ExecutionErrorHandler.print(
        new AttestorException(failure, report.backend() + ": " + report.message(), report.hint()),
        spec.commandLine());
  }

  private static ExitCode exitCode(CycleReport report, boolean tiles) {
    if (report.failure().isPresent()) {
      return report.failure().get().exitCode();
    }
    return isIncomplete(report, tiles) ? ExitCode.INCOMPLETE : ExitCode.SUCCESS;
  }

  /** Whether tiles are still missing after the cycle. */
  private static boolean isIncomplete(CycleReport report, boolean tiles) {
    return tiles && !report.state().map(LogState::isComplete).orElse(true);
  }

  private static String summaryLine(CycleReport report, boolean tiles) {
    long size = report.treeSize();
    String suffix =
        isIncomplete(report, tiles)
            ? "; "
                + report
                    .state()
                    .map(log -> Format.percent(log.presentEntries(), log.expectedEntries()))
                    .orElse("0%")
                + " mirrored, continue with --full"
            : "";
    return "%s: %s, tree size %s, %s, %s written, %s, %s%s"
        .formatted(
            report.backend(),
            report.outcome(),
            Format.count(size),
            tiles || report.mirroredSize() > 0
                ? "mirrored " + Format.count(report.mirroredSize())
                : "checkpoints only",
            Format.bytes(report.counters().bytes()),
            Format.count(report.counters().requests(), "request", "requests"),
            Format.age(Duration.between(report.started(), report.finished())),
            suffix);
  }

  private static Map<String, Object> json(CycleReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("origin", report.origin());
    json.put("outcome", report.outcome());
    json.put("treeSize", report.treeSize());
    json.put("mirroredSize", report.mirroredSize());
    json.put("coveredSize", report.state().map(LogState::covered).orElse(null));
    json.put("rootHash", report.state().map(log -> log.pending().root().hex()).orElse(null));
    json.put("requests", report.counters().requests());
    json.put("tiles", report.counters().tiles());
    json.put("entryBundles", report.counters().entryBundles());
    json.put("bytes", report.counters().bytes());
    json.put("seconds", Duration.between(report.started(), report.finished()).toMillis() / 1000.0);
    json.put("error", report.failure().map(Failure::label).orElse(null));
    json.put("message", report.message().isEmpty() ? null : report.message());
    return json;
  }
}
