package org.stellaops.attestor.cli.mirror;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfirmPrompt;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.mirror.retention.FileCount;
import org.stellaops.attestor.mirror.retention.MirrorReset;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tiles}: the mirrored files. */
@Command(
    name = "tiles",
    description = "Show, verify, repair and prune mirrored tiles and entry bundles.",
    subcommands = {
      TilesVerifyCommand.class,
      TilesPruneCommand.class,
      TilesCommand.TilesClearCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class TilesCommand extends CommandGroup {
  @Command(
      name = "stats",
      description = "Show the number and size of the mirrored files of a backend.",
      footerHeading = "%nExamples:%n",
      footer = "  stella attestor tiles stats --backend sigstore-prod")
  void stats(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
          String id) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      Optional<LogState> state = store.checkpoints().find(backend.origin());
      TreeStats stats = PostgresStore.mirrorTree(settings).stats(backend.origin());
      PrintWriter out = out();
      if (output.isJson()) {
        OutputOption.printJson(out, json(backend, state, stats));
      } else {
        print(backend, state, stats, out);
      }
    }
  }

  private static void print(
      Backend backend, Optional<LogState> state, TreeStats stats, PrintWriter out) {
    out.println("Origin: " + backend.origin());
    out.println("Total Tiles: " + Format.count(stats.tiles()));
    out.println("Entry Bundles: " + Format.count(stats.entryBundles()));
    out.println("Cache Size: " + Format.bytes(stats.bytes()));
    out.println(
        "Coverage: "
            + (backend.hasTiles()
                ? state.map(TilesCommand::coverage).orElse("-")
                : "checkpoint-only log"
                    + state
                        .map(log -> " (tree size " + Format.count(log.pending().size()) + ")")
                        .orElse("")));
    out.println("Minimum Index: " + state.map(log -> Format.count(log.minimumIndex())).orElse("-"));
    out.println("Oldest Tile: " + Format.time(stats.oldest()));
    out.println("Newest Tile: " + Format.time(stats.newest()));
    out.flush();
  }

  private static String coverage(LogState log) {
    long size = log.pending().size();
    String from =
        log.minimumIndex() == 0 ? "" : " from entry " + Format.count(log.minimumIndex()) + " on";
    return Format.percent(log.presentEntries(), log.expectedEntries())
        + from
        + " (tree size "
        + Format.count(size)
        + ")";
  }

  private static Map<String, Object> json(
      Backend backend, Optional<LogState> state, TreeStats stats) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", backend.id());
    json.put("origin", backend.origin().name());
    json.put("hasTiles", backend.hasTiles());
    json.put("treeSize", state.map(log -> log.pending().size()).orElse(null));
    json.put("mirroredSize", state.map(log -> log.mirrored().size()).orElse(null));
    json.put("coveredSize", state.map(LogState::covered).orElse(null));
    json.put("minimumIndex", state.map(LogState::minimumIndex).orElse(null));
    json.put("tiles", stats.tiles());
    json.put("entryBundles", stats.entryBundles());
    json.put("bytes", stats.bytes());
    json.put("oldestTile", stats.oldest().map(Instant::toString).orElse(null));
    json.put("newestTile", stats.newest().map(Instant::toString).orElse(null));
    return json;
  }

  /** {@code tiles clear}: deletes the mirror of one log. */
  @Command(
      name = "clear",
      description = {
        "Delete the mirror of one log and its minimum index.",
        "The stored checkpoints are kept. The next sync fetches the entries again, starting "
            + "with the first."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  stella attestor tiles clear --backend sigstore-prod --dry-run"})
  static final class TilesClearCommand implements Runnable {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

    @Mixin private ConfigOption config;
    @Mixin private OutputOption output;
    @Spec private CommandSpec spec;

    @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
    private String id = "";

    @Option(names = "--dry-run", description = "Print what would be removed, and remove nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for confirmation.")
    private boolean yes;

    @Override
    public void run() {
      Settings settings = config.load();
      try (PostgresStore store = PostgresStore.openPooled(settings, "clear")) {
        Backend backend = BackendSelector.selectLog(settings, store, id);
        MirrorReset reset =
            new MirrorReset(
                store.checkpoints(), store.retention(), PostgresStore.mirrorTree(settings));
        if (dryRun) {
          print(reset.preview(backend));
          return;
        }
        requireNotQuarantined(store, backend);
        requireConfirmation(reset.preview(backend));
        try (LogLocks.HeldLock lock = store.locks().acquire(backend.origin(), LOCK_TIMEOUT)) {
          print(reset.reset(backend));
        }
      }
    }

    /** In quarantine nothing is fetched, so the files could not be fetched again. */
    private void requireNotQuarantined(PostgresStore store, Backend backend) {
      if (store.evidence().findQuarantine(backend.origin()).isPresent()) {
        throw new AttestorException(
            Failure.QUARANTINED,
            "backend '" + id + "' is in quarantine: its files could not be fetched again",
            "see: stella attestor evidence list");
      }
    }

    private void requireConfirmation(FileCount files) {
      ConfirmPrompt.requireYes(
          yes, "Remove %s of '%s'?".formatted(Format.bytes(files.bytes()), id));
    }

    private void print(FileCount files) {
      if (output.isJson()) {
        OutputOption.printJson(spec.commandLine().getOut(), json(files));
        return;
      }
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s%s and %s, %s%n",
              id,
              dryRun ? "would remove " : "removed ",
              Format.count(files.tiles(), "tile", "tiles"),
              Format.count(files.entryBundles(), "entry bundle", "entry bundles"),
              Format.bytes(files.bytes()));
      if (!dryRun) {
        spec.commandLine()
            .getOut()
            .println("next: stella attestor sync --full-tiles --backend " + id);
      }
      spec.commandLine().getOut().flush();
    }

    private Map<String, Object> json(FileCount files) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("backend", id);
      json.put("dryRun", dryRun);
      json.put("tiles", files.tiles());
      json.put("entryBundles", files.entryBundles());
      json.put("bytes", files.bytes());
      return json;
    }
  }
}
