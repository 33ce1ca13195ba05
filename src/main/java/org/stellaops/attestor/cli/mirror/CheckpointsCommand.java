package org.stellaops.attestor.cli.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.store.RetentionStore.CheckpointCount;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code checkpoints}: the stored checkpoints. */
@Command(
    name = "checkpoints",
    description = "List, verify and prune stored checkpoints.",
    subcommands = CheckpointsRefusedCommand.class)
public final class CheckpointsCommand extends CommandGroup {
  @Command(
      name = "list",
      description = "List the newest checkpoints of a backend, newest first.",
      footer = "  stella attestor checkpoints list --backend sigstore-prod --last 10")
  void list(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--backend",
              paramLabel = "ID",
              description = "The backend. Default: all enabled backends.")
          @Nullable String id,
      @Option(
              names = "--last",
              paramLabel = "N",
              defaultValue = "10",
              description = "Maximum number of rows. Default: ${DEFAULT-VALUE}.")
          int last) {
    requirePositive(last);
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<ListedCheckpoint> listed = new ArrayList<>();
      for (Backend log : BackendSelector.selectReadable(settings, store, id)) {
        store.checkpoints().history(log.origin(), last).stream()
            .map(checkpoint -> new ListedCheckpoint(log, checkpoint))
            .forEach(listed::add);
      }
      boolean several = listed.stream().map(ListedCheckpoint::backend).distinct().count() > 1;
      output.printAll(
          out(),
          listed,
          ListedCheckpoint::json,
          new TextTable(ListedCheckpoint.cells(several, "Backend", ListedCheckpoint.HEADINGS)),
          checkpoint -> checkpoint.row(several),
          "no checkpoint is stored");
    }
  }

  @Command(
      name = "verify",
      description = {
        "Verify all stored checkpoints and the consistency between them.",
        "Every signed note is verified again, and each tree is proved from local tiles to "
            + "be consistent with the one before it. The exit status is 1 if a check fails."
      },
      footer = "  stella attestor checkpoints verify --backend sigstore-prod")
  ExitCode verify(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--backend",
              paramLabel = "ID",
              description = "The backend. Default: all enabled backends.")
          @Nullable String id) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<HistoryView> views = new ArrayList<>();
      for (Backend log : BackendSelector.selectReadable(settings, store, id)) {
        views.add(
            new HistoryView(
                HistoryAudit.run(store.checkpoints(), PostgresStore.mirrorTree(settings), log)));
      }
      output.printEach(out(), views, HistoryView::json, HistoryView::text, id != null);
      return views.stream().allMatch(view -> view.report().isClean())
          ? ExitCode.SUCCESS
          : ExitCode.REJECTED;
    }
  }

  /** Checks the value of {@code --last}. */
  static void requirePositive(int last) {
    if (last < 1) {
      throw new UsageException("--last is out of range: " + last, "use 1 or more");
    }
  }

  /** A checkpoint in the list. */
  private record ListedCheckpoint(Backend backend, StoredCheckpoint stored) {
    static final List<String> HEADINGS =
        List.of("Tree Size", "Root Hash", "First Seen", "Last Seen");

    /** The cells, after that of the backend if several are listed. */
    static List<String> cells(boolean several, String backend, List<String> cells) {
      return Stream.concat(several ? Stream.of(backend) : Stream.empty(), cells.stream()).toList();
    }

    List<String> row(boolean several) {
      List<String> cells =
          List.of(
              Format.count(stored.head().size()),
              stored.head().root().toString(),
              Format.time(Optional.of(stored.firstSeen())),
              Format.time(Optional.of(stored.lastSeen())));
      return cells(several, backend.id(), cells);
    }

    JsonObject json() {
      return new JsonObject()
          .with("backend", backend.id())
          .with("origin", stored.origin().name())
          .with("treeSize", stored.head().size())
          .with("rootHash", stored.head().root().hex())
          .with("firstSeen", stored.firstSeen().toString())
          .with("lastSeen", stored.lastSeen().toString())
          .with("frozen", Checkpoint.parse(stored.note().text()).isFrozen())
          .with("note", stored.note().toString());
    }
  }

  @Command(
      name = "prune",
      description = {
        "Remove old checkpoints from the database.",
        "Always kept are the first and the newest checkpoint, those of the mirror, and "
            + "those that evidence or a bundle refers to."
      },
      footer = {"  stella attestor checkpoints prune --older-than 720h --keep-latest"})
  void prune(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--backend",
              paramLabel = "ID",
              description = "The backend. Default: the only enabled one.")
          @Nullable String id,
      @Option(names = "--all", description = "Prune those of every enabled backend.") boolean all,
      @Option(
              names = "--older-than",
              required = true,
              paramLabel = "DURATION",
              description = "Remove checkpoints last seen before this time, for example 720h ago.")
          Duration age,
      @Option(
              names = "--keep-latest",
              description = "Keep the newest checkpoint. It is kept without this option, too.")
          boolean keepLatest,
      @Option(
              names = "--dry-run",
              description = "Print how many checkpoints would be removed, and remove none.")
          boolean dryRun) {
    Settings settings = config.load();
    Instant cutoff = Clock.systemUTC().instant().minus(age);
    List<PruneResult> results = new ArrayList<>();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      for (Backend backend : BackendSelector.selectPrunable(settings, store, id, all)) {
        CheckpointCount count =
            dryRun
                ? store.retention().countUnneeded(backend.origin(), cutoff)
                : store.retention().removeUnneeded(backend.origin(), cutoff);
        results.add(new PruneResult(backend.id(), dryRun, count));
      }
    }
    output.printLines(out(), results, PruneResult::json, PruneResult::text);
  }

  /** The result of {@code checkpoints prune} for one log. */
  private record PruneResult(String backend, boolean dryRun, CheckpointCount count) {
    String text() {
      return "%s: %s%s, %s kept"
          .formatted(
              backend,
              dryRun ? "would remove " : "removed ",
              Format.count(count.unneeded(), "checkpoint", "checkpoints"),
              Format.count(count.total() - count.unneeded()));
    }

    JsonObject json() {
      return new JsonObject()
          .with("backend", backend)
          .with("dryRun", dryRun)
          .with("removed", dryRun ? 0 : count.unneeded())
          .with("unneeded", count.unneeded())
          .with("kept", count.total() - count.unneeded());
    }
  }
}
