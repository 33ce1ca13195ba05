package org.stellaops.attestor.cli.sync;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.TileBudget;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync}: one sync cycle now, with or without a running daemon. */
@Command(
    name = "sync",
    description = {
      "Sync one log or all logs now.",
      "The command runs one cycle and exits. A daemon may be running."
    },
    footer = {
      "  stella attestor sync --all",
      "  stella attestor sync --backend sigstore-prod --full",
      "  stella attestor sync --backend sigstore-prod --full-tiles -o json"
    })
public final class SyncCommand extends ReportingCommand implements Callable<ExitCode> {
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

    /** Whether this backend is left out, as one of all that is paused. */
    boolean skips(String backend, PostgresStore store) {
      return id == null && store.pauses().find(backend).isPresent();
    }
  }

  /** {@code --full} or {@code --full-tiles}. Default: the limits of a cycle of the daemon. */
  static final class Extent {
    @Option(
        names = "--full",
        description =
            "Fetch everything that is missing, also lost files, without the limit of"
                + " maxTilesPerSync.")
    private boolean full;

    @Option(
        names = "--full-tiles",
        description = "Like --full, and mirror tiles even if enableTileSync is false.")
    private boolean fullTiles;

    TileBudget applyTo(TileBudget configured) {
      return full || fullTiles
          ? new TileBudget(configured.enabled() || fullTiles, 0, true, false)
          : configured;
    }
  }

  @Override
  public ExitCode call() throws IOException {
    Settings settings = selection.applyTo(config.load());
    List<String> ids = requireNonEmpty(selection.backendIds(BackendFactory.create(settings)));
    TileBudget budget = budget(settings);
    try (PostgresStore store = PostgresStore.openPooled(settings, "sync");
        TerminalProgress progress = new TerminalProgress(spec)) {
      try (AttestorRuntime runtime =
          OneShotRuntime.start(settings, store, budget, progress, BundleListener.NONE)) {
        List<CycleReport> reports = new ArrayList<>();
        for (String id : ids) {
          if (selection.skips(id, store)) {
            printNotice(id + ": paused; to follow it: stella attestor backend resume " + id);
            continue;
          }
          reports.addAll(runtime.syncAll(id));
          progress.close();
        }
        return print(reports, BackendFactory.create(settings), budget.enabled());
      }
    }
  }

  private static List<String> requireNonEmpty(List<String> ids) {
    if (ids.isEmpty()) {
      throw new UsageException(
          "no backend is enabled",
          "add one under attestor.rekorSync.backends; see docs/configuration.md");
    }
    return ids;
  }

  private TileBudget budget(Settings settings) {
    TileBudget configured = RunCommand.tileBudget(settings);
    TileBudget budget = extent == null ? configured : extent.applyTo(configured);
    return new TileBudget(budget.enabled(), budget.perCycle(), budget.restores(), ignoreSizeLimit);
  }

  /** Whether tiles of the log of a report are mirrored. */
  private static boolean hasTiles(CycleReport report, BackendCatalog backends, boolean tiles) {
    return tiles && backends.find(report.backend()).map(Backend::hasTiles).orElse(false);
  }

  private ExitCode print(List<CycleReport> reports, BackendCatalog backends, boolean tiles) {
    if (output.isJson()) {
      OutputOption.printJson(out(), reports.stream().map(CycleReport::json).toList());
    }
    ExitCode worst = ExitCode.SUCCESS;
    for (CycleReport report : reports) {
      boolean mirrorsTiles = hasTiles(report, backends, tiles);
      if (!output.isJson() && report.failure().isEmpty()) {
        printLine(summaryLine(report, mirrorsTiles));
      }
      String message = report.backend() + ": " + report.message();
      worst = worst.worse(report(report.failure(), message, report.hint()));
      if (isIncomplete(report, mirrorsTiles)) {
        worst = worst.worse(ExitCode.INCOMPLETE);
      }
    }
    return worst;
  }

  /** Whether tiles are still missing after the cycle. */
  private static boolean isIncomplete(CycleReport report, boolean tiles) {
    return tiles && !report.state().map(LogState::isComplete).orElse(true);
  }

  private static String summaryLine(CycleReport report, boolean tiles) {
    String percent =
        report
            .state()
            .map(log -> Format.percent(log.presentEntries(), log.expectedEntries()))
            .orElse("0%");
    return "%s: %s, tree size %s, %s, %s written, %s, %s%s"
        .formatted(
            report.backend(),
            report.outcome(),
            Format.count(report.treeSize()),
            tiles || report.mirroredSize() > 0
                ? "mirrored " + Format.count(report.mirroredSize())
                : "checkpoints only",
            Format.bytes(report.counters().bytes()),
            Format.count(report.counters().requests(), "request", "requests"),
            Format.age(Duration.between(report.started(), report.finished())),
            isIncomplete(report, tiles) ? "; " + percent + " mirrored, continue with --full" : "");
  }
}
