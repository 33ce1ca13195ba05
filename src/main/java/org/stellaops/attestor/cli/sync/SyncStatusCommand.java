package org.stellaops.attestor.cli.sync;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.StalenessRule;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
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
                StalenessRule.staleAfter(settings),
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
}
