package org.stellaops.attestor.cli.mirror;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.DurationConverter;
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
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.mirror.store.RetentionStore.CheckpointCount;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code checkpoints}: the stored checkpoints. */
@Command(
    name = "checkpoints",
    description = "List, verify and prune stored checkpoints.",
    subcommands = {
      CheckpointsCommand.CheckpointsPruneCommand.class,
      CheckpointsRefusedCommand.class
    },
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
      output.print(out(), view::json, view::text);
      return (report.isClean() ? ExitCode.SUCCESS : ExitCode.REJECTED).number();
    }
  }

  private static void print(
      Backend backend, List<StoredCheckpoint> history, OutputOption output, PrintWriter out) {
    TextTable table = new TextTable("Tree Size", "Root Hash", "First Seen", "Last Seen");
    history.forEach(checkpoint ->
        table.row(
            Format.count(checkpoint.head().size()),
            checkpoint.head().root().toString(),
            Format.time(Optional.of(checkpoint.firstSeen())),
            Format.time(Optional.of(checkpoint.lastSeen()))));
    output.print(
        out,
        () -> history.stream().map(checkpoint -> json(backend, checkpoint)).toList(),
        () -> table);
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

  /** {@code checkpoints prune}: removes stored checkpoints that nothing needs. */
  @Command(
      name = "prune",
      description = {
        "Remove old checkpoints from the database.",
        "Always kept are the first and the newest checkpoint, those of the mirror, and "
            + "those that evidence or a bundle refers to."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor checkpoints prune --older-than 720h --keep-latest"})
  static final class CheckpointsPruneCommand implements Runnable {
    @Mixin private ConfigOption config;
    @Mixin private OutputOption output;
    @Spec private CommandSpec spec;

    @Option(
        names = "--backend",
        paramLabel = "ID",
        description = "The backend. Default: all enabled backends.")
    private @Nullable String id;

    @Option(
        names = "--older-than",
        required = true,
        paramLabel = "DURATION",
        converter = DurationConverter.class,
        description = "Remove checkpoints last seen before this time, for example 720h ago.")
    private Duration age = Duration.ZERO;

    @SuppressWarnings("UnusedVariable") // the newest checkpoint is always kept
    @Option(
        names = "--keep-latest",
        description = "Keep the newest checkpoint. It is kept without this option, too.")
    private boolean keepLatest;

    @Option(
        names = "--dry-run",
        description = "Print how many checkpoints would be removed, and remove none.")
    private boolean dryRun;

    @Override
    public void run() {
      Settings settings = config.load();
      Map<Backend, CheckpointCount> counts = new LinkedHashMap<>();
      try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
        for (Backend backend : BackendSelector.select(settings, store, id)) {
          counts.put(backend, prune(store.retention(), backend));
        }
      }
      print(counts);
    }

    private CheckpointCount prune(RetentionStore retention, Backend backend) {
      Instant cutoff = Clock.systemUTC().instant().minus(age);
      return dryRun
          ? retention.countUnneeded(backend.origin(), cutoff)
          : retention.removeUnneeded(backend.origin(), cutoff);
    }

    private void print(Map<Backend, CheckpointCount> counts) {
      if (output.isJson()) {
        OutputOption.printJson(
            spec.commandLine().getOut(),
            counts.entrySet().stream()
                .map(entry -> json(entry.getKey(), entry.getValue()))
                .toList());
        return;
      }
      counts.forEach((backend, count) ->
          spec.commandLine()
              .getOut()
              .printf(
                  "%s: %s%s, %s kept%n",
                  backend.id(),
                  dryRun ? "would remove " : "removed ",
                  Format.count(count.unneeded(), "checkpoint", "checkpoints"),
                  Format.count(count.total() - count.unneeded())));
      spec.commandLine().getOut().flush();
    }

    private Map<String, Object> json(Backend backend, CheckpointCount count) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", backend.id());
      json.put("dryRun", dryRun);
      json.put("removed", dryRun ? 0 : count.unneeded());
      json.put("unneeded", count.unneeded());
      json.put("kept", count.total() - count.unneeded());
      return json;
    }
  }
}
