package org.stellaops.attestor.cli.mirror;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.CommandGroup;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfirmPrompt;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.json.JsonObject;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.TreeStats;
import org.stellaops.attestor.mirror.audit.MirrorInspection;
import org.stellaops.attestor.mirror.retention.FileCount;
import org.stellaops.attestor.mirror.retention.MirrorReset;
import org.stellaops.attestor.mirror.store.Damage;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tiles}: the mirrored files. */
@Command(
    name = "tiles",
    description = "Show, verify, repair and prune mirrored tiles and entry bundles.",
    subcommands = {TilesVerifyCommand.class, TilesAdoptCommand.class, TilesPruneCommand.class})
public final class TilesCommand extends CommandGroup {
  @Command(
      name = "stats",
      description = "Show the number and size of the mirrored files of a backend.",
      footer = "  stella attestor tiles stats --backend sigstore-prod")
  void stats(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(
              names = "--backend",
              paramLabel = "ID",
              description = "The backend. Default: all enabled backends.")
          @Nullable String id) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<LogStats> logs =
          BackendSelector.selectReadable(settings, store, id).stream()
              .map(log ->
                  new LogStats(
                      log,
                      onDisk(settings, log, store.checkpoints().find(log.origin())),
                      PostgresStore.mirrorTree(settings).stats(log.origin())))
              .toList();
      output.printEach(out(), logs, TilesCommand::json, TilesCommand::text, id != null);
    }
  }

  private record LogStats(Backend backend, Optional<LogState> state, TreeStats stats) {}

  /** The state with what of the files is lost, after a look for every file. */
  private static Optional<LogState> onDisk(
      Settings settings, Backend backend, Optional<LogState> state) {
    Instant now = Clock.systemUTC().instant();
    return state.map(log ->
        backend.hasTiles() && log.covered() > 0
            ? log.withFiles(
                log.files()
                    .withDamage(
                        new MirrorInspection(PostgresStore.mirrorTree(settings), backend)
                            .run(log, true, now.getEpochSecond(), now)))
            : log);
  }

  private static String text(LogStats log) {
    Backend backend = log.backend();
    TreeStats stats = log.stats();
    Optional<LogState> state = log.state();
    String treeSize =
        state.map(known -> " (tree size " + Format.count(known.pending().size()) + ")").orElse("");
    return """
    Origin: %s
    Total Tiles: %s
    Entry Bundles: %s
    Cache Size: %s
    Coverage: %s
    Minimum Index: %s
    Oldest Tile: %s
    Newest Tile: %s\
    """
        .formatted(
            backend.origin(),
            Format.count(stats.tiles()),
            Format.count(stats.entryBundles()),
            Format.bytes(stats.bytes()),
            (backend.hasTiles()
                    ? state.map(TilesCommand::coverage).orElse("-")
                    : "checkpoint-only log")
                + treeSize,
            state.map(known -> Format.count(known.minimumIndex())).orElse("-"),
            Format.time(stats.oldest()),
            Format.time(stats.newest()));
  }

  private static String coverage(LogState log) {
    if (log.damage().isPresent()) {
      return "damaged, " + log.damage().get().problem();
    }
    return Format.percent(log.presentEntries(), log.expectedEntries())
        + (log.minimumIndex() == 0
            ? ""
            : " from entry " + Format.count(log.minimumIndex()) + " on");
  }

  private static JsonObject json(LogStats log) {
    Backend backend = log.backend();
    TreeStats stats = log.stats();
    Optional<LogState> state = log.state();
    return new JsonObject()
        .with("backend", backend.id())
        .with("origin", backend.origin().name())
        .with("hasTiles", backend.hasTiles())
        .with("treeSize", state.map(known -> known.pending().size()))
        .with("mirroredSize", state.map(known -> known.mirrored().size()))
        .with("coveredSize", state.map(LogState::covered))
        .with("minimumIndex", state.map(LogState::minimumIndex))
        .with("damage", state.flatMap(LogState::damage).map(Damage::problem))
        .with("tiles", stats.tiles())
        .with("entryBundles", stats.entryBundles())
        .with("bytes", stats.bytes())
        .with("oldestTile", stats.oldest())
        .with("newestTile", stats.newest());
  }

  @Command(
      name = "clear",
      description = {
        "Delete the mirror of one log and its minimum index.",
        "The stored checkpoints are kept. The next sync fetches the entries again, starting "
            + "with the first."
      },
      footer = {"  stella attestor tiles clear --backend sigstore-prod --dry-run"})
  void clear(
      @Mixin ConfigOption config,
      @Mixin OutputOption output,
      @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
          String id,
      @Option(names = "--dry-run", description = "Print what would be removed, and remove nothing.")
          boolean dryRun,
      @Option(names = "--yes", description = "Skip the confirmation prompt.") boolean yes) {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openPooled(settings, "clear")) {
      Backend backend = BackendSelector.selectLog(settings, store, id);
      MirrorReset reset =
          new MirrorReset(
              store.checkpoints(), store.retention(), PostgresStore.mirrorTree(settings));
      FileCount files = reset.preview(backend);
      if (!dryRun) {
        requireNotQuarantined(store, backend, id);
        String size = Format.bytes(files.bytes());
        ConfirmPrompt.requireYes(yes, "Remove %s of '%s'?".formatted(size, id));
        try (LogLocks.HeldLock lock =
            store.locks().acquire(backend.origin(), OneShotRuntime.LOCK_TIMEOUT)) {
          files = reset.reset(backend);
        }
      }
      RemovalView view = new RemovalView(id, dryRun, OptionalLong.empty(), files);
      output.print(out(), view::json, view::text);
      if (!dryRun && !output.isJson()) {
        printLine(next(backend, id));
      }
    }
  }

  private static String next(Backend backend, String id) {
    return backend.isolated()
        ? "next: stella attestor import FILE, for each bundle from the first entry on"
        : "next: stella attestor sync --full-tiles --backend " + id;
  }

  /** In quarantine nothing is fetched, so the files could not be fetched again. */
  private static void requireNotQuarantined(PostgresStore store, Backend backend, String id) {
    if (store.evidence().findQuarantine(backend.origin()).isPresent()) {
      throw new AttestorException(
          Failure.QUARANTINED,
          "backend '" + id + "' is in quarantine: its files could not be fetched again",
          "see: stella attestor evidence list");
    }
  }
}
