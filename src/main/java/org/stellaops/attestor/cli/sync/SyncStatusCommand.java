package org.stellaops.attestor.cli.sync;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.Schedule;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import picocli.CommandLine.Command;

/** {@code sync-status}: the state of every mirror. */
@Command(
    name = "sync-status",
    description = {
      "Show the tree size, age and state of every mirror.",
      "The exit status is 1 if a log is in quarantine or a mirror is damaged, 4 if a mirror is "
          + "stale, paused or full, and that of the failure if the last cycle failed."
    },
    footer = {"  stella attestor sync-status", "  stella attestor sync-status -o json"})
public final class SyncStatusCommand extends ReportingCommand implements Callable<ExitCode> {
  @Override
  public ExitCode call() {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<BackendStatus> statuses = statuses(settings, store);
      print(statuses);
      return statuses.stream()
          .map(BackendStatus::exitCode)
          .reduce(ExitCode.SUCCESS, ExitCode::worse);
    }
  }

  static List<BackendStatus> statuses(Settings settings, PostgresStore store) {
    MirrorTree tree = PostgresStore.mirrorTree(settings);
    MirrorStatus tiles =
        new MirrorStatus(settings.sync().enableTileSync(), Schedule.of(settings).staleAfter());
    return BackendSelector.select(settings, store, null).stream()
        .map(backend -> BackendStatus.of(backend, store, tree, tiles, Clock.systemUTC().instant()))
        .toList();
  }

  private void print(List<BackendStatus> statuses) {
    output.printAll(
        out(),
        statuses,
        BackendStatus::json,
        new TextTable(BackendStatus.HEADINGS),
        BackendStatus::row,
        "no backend is enabled; see: stella attestor backend list");
    if (!output.isJson()) {
      statuses.stream().flatMap(status -> status.remarks().stream()).forEach(this::printLine);
      printUnconfirmed(statuses);
    }
  }

  /** Lists the logs whose history is trusted on first use, except those in quarantine. */
  private void printUnconfirmed(List<BackendStatus> statuses) {
    List<String> ids =
        statuses.stream()
            .filter(status -> status.isTrustedOnFirstUse() && status.quarantine().isEmpty())
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
}
