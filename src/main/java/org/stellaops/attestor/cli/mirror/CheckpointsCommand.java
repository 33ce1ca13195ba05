package org.stellaops.attestor.cli.mirror;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.audit.HistoryReport;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code checkpoints}: the stored checkpoints. */
@Command(
    name = "checkpoints",
    description = "List, verify and prune stored checkpoints.",
    subcommands = {CheckpointsPruneCommand.class, CheckpointsRefusedCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class CheckpointsCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List the newest checkpoints of a backend, newest first.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor checkpoints list --backend sigstore-prod --last 10")
  void list(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
          String id,
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "10",
              description = "Maximum number of rows. Default: ${DEFAULT-VALUE}.")
          int last) {
    if (last < 1) {
      throw new AttestorException(
          Failure.CONFIGURATION, "--last is out of range: " + last, "use 1 or more");
    }
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      List<StoredCheckpoint> history = store.checkpoints().history(backend.origin(), last);
      print(backend, history, output, out());
    }
  }

  @Command(
      name = "verify",
      description = {
        "Verify all stored checkpoints and the consistency between them.",
        "Every signed note is verified again, and each tree is proved from local tiles to "
            + "be consistent with the one before it. The exit status is 1 if a check fails."
      },
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor checkpoints verify --backend sigstore-prod")
  int verify(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
          String id) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      HistoryReport report =
          HistoryAudit.run(store.checkpoints(), PostgresStore.mirrorTree(settings), backend);
      HistoryView view = new HistoryView(report);
      PrintWriter out = out();
      output.print(out, view::json, view::text);
      return (report.isClean() ? ExitCode.SUCCESS : ExitCode.REJECTED).number();
    }
  }

  private static void print(
      Backend backend, List<StoredCheckpoint> history, OutputOption output, PrintWriter out) {
    if (output.isJson()) {
      OutputOption.printJson(
          out, history.stream().map(checkpoint -> json(backend, checkpoint)).toList());
      return;
    }
    TextTable table = new TextTable("Tree Size", "Root Hash", "First Seen", "Last Seen");
    history.forEach(checkpoint ->
        table.row(
            Format.count(checkpoint.head().size()),
            checkpoint.head().root().toString(),
            Format.time(Optional.of(checkpoint.firstSeen())),
            Format.time(Optional.of(checkpoint.lastSeen()))));
    out.println(table);
    out.flush();
  }

  private static Map<String, Object> json(Backend backend, StoredCheckpoint stored) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", backend.id());
    json.put("origin", stored.origin().name());
    json.put("treeSize", stored.head().size());
    json.put("rootHash", stored.head().root().hex());
    json.put("firstSeen", stored.firstSeen().toString());
    json.put("lastSeen", stored.lastSeen().toString());
    json.put("frozen", Checkpoint.parse(stored.note().text()).isFrozen());
    json.put("note", stored.note().toString());
    return json;
  }
}
