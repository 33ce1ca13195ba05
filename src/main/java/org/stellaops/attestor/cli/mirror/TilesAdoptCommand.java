package org.stellaops.attestor.cli.mirror;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TerminalProgress;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.route.sync.TileBudget;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tiles adopt}: the present directory is that of the mirror from now on. */
@Command(
    name = "adopt",
    description = {
      "Accept attestor.tileCache.basePath as the directory of a mirror.",
      "Use this after the directory was replaced on purpose, or after an older database was "
          + "restored. Missing files are fetched again; without a network the exit status is 1 and "
          + "the bundle to import is named."
    },
    footer = "  stella attestor tiles adopt --backend sigstore-prod")
final class TilesAdoptCommand extends ReportingCommand implements Callable<ExitCode> {
  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Override
  public ExitCode call() throws IOException {
    Settings settings = config.load().withBackendEnabled(id);
    TileBudget budget = new TileBudget(true, 0, true, false);
    try (PostgresStore store = PostgresStore.openPooled(settings, "adopt");
        TerminalProgress progress = new TerminalProgress(spec)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      try (AttestorRuntime runtime =
          OneShotRuntime.start(settings, store, budget, progress, BundleListener.NONE)) {
        CycleReport report = runtime.adopt(backend.id());
        if (settings.sync().enabled() && isAdopted(report)) {
          report = runtime.sync(backend.id());
          progress.close();
        }
        return print(report);
      }
    }
  }

  /** Whether a cycle can follow, which fetches what is missing and reports the log as current. */
  private static boolean isAdopted(CycleReport report) {
    return report
        .state()
        .filter(log -> log.damage().filter(Damage::needsAdoption).isEmpty())
        .isPresent();
  }

  private ExitCode print(CycleReport report) {
    output.print(
        out(),
        () ->
            new JsonObject()
                .with("backend", report.backend())
                .with("outcome", report.outcome())
                .with("mirroredSize", report.mirroredSize())
                .with("damage", report.state().flatMap(LogState::damage).map(Damage::problem))
                .with("message", report.message().isEmpty() ? null : report.message()),
        () ->
            report.backend()
                + ": "
                + report.outcome()
                + ", mirrored "
                + Format.count(report.mirroredSize()));
    return report(report.failure(), report.backend() + ": " + report.message(), report.hint());
  }
}
