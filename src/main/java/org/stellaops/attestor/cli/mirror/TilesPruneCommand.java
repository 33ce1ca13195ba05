package org.stellaops.attestor.cli.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.OneShotRuntime;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.UsageException;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.retention.PruneReport;
import org.stellaops.attestor.mirror.store.LogLocks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tiles prune}: removes entries below a minimum index. */
@Command(
    name = "prune",
    description = {
      "Remove mirrored entries below a minimum index.",
      "Tiles that only those entries need and superseded partial files are also removed. "
          + "Pruned entries can no longer be verified. The minimum index is stored and never "
          + "decreases. To fetch everything again, run tiles clear and sync."
    },
    footer = {
      "  stella attestor tiles prune --backend sigstore-prod --before-index 1000000 \\",
      "      --dry-run",
      "  stella attestor tiles prune --older-than 720h"
    })
final class TilesPruneCommand extends ReportingCommand implements Runnable {
  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend. Default: the only enabled one.")
  private @Nullable String id;

  @Option(names = "--all", description = "Prune those of every enabled backend.")
  private boolean all;

  @ArgGroup(multiplicity = "1")
  private PruneLimit limit = new PruneLimit();

  @Option(names = "--dry-run", description = "Print what would be removed, and remove nothing.")
  private boolean dryRun;

  /** {@code --before-index} or {@code --older-than}. */
  static final class PruneLimit {
    @Option(
        names = "--before-index",
        paramLabel = "N",
        description = "Prune the entries before this index. The first entry has index 0.")
    private @Nullable Long index;

    @Option(
        names = "--older-than",
        paramLabel = "DURATION",
        description =
            "Prune the entries that were mirrored longer ago than this, for example 720h.")
    private @Nullable Duration age;

    long minimumIndex(PostgresStore store, Backend backend) {
      return index != null
          ? index
          : store
              .retention()
              .entriesMirroredFor(backend.origin(), age == null ? Duration.ZERO : age);
    }
  }

  @Override
  public void run() {
    Settings settings = config.load();
    List<RemovalView> removals = new ArrayList<>();
    try (PostgresStore store = PostgresStore.openPooled(settings, "prune")) {
      List<Backend> backends = BackendSelector.selectPrunable(settings, store, id, all);
      requireValidIndex(backends);
      MirrorPruning pruning =
          new MirrorPruning(
              store.checkpoints(), store.retention(), PostgresStore.mirrorTree(settings));
      for (Backend backend : backends) {
        if (id != null || store.checkpoints().find(backend.origin()).isPresent()) {
          PruneReport report = prune(store, pruning, backend);
          removals.add(
              new RemovalView(
                  report.backend(),
                  dryRun,
                  OptionalLong.of(report.minimumIndex()),
                  report.files()));
        }
      }
    }
    output.printLines(out(), removals, RemovalView::json, RemovalView::text);
    if (removals.isEmpty() && !output.isJson()) {
      printLine("nothing is mirrored yet");
    }
  }

  private PruneReport prune(PostgresStore store, MirrorPruning pruning, Backend backend) {
    long index = limit.minimumIndex(store, backend);
    if (dryRun) {
      return pruning.preview(backend, index);
    }
    try (LogLocks.HeldLock lock =
        store.locks().acquire(backend.origin(), OneShotRuntime.LOCK_TIMEOUT)) {
      pruning.raiseMinimumIndex(backend, index);
      return pruning.prune(backend);
    }
  }

  private void requireValidIndex(List<Backend> backends) {
    if (limit.index != null && limit.index < 0) {
      throw new UsageException("--before-index is out of range: " + limit.index, "use 0 or more");
    }
    if (limit.index != null && backends.size() > 1) {
      throw new UsageException(
          "--before-index applies to one log, but " + backends.size() + " are selected",
          "add --backend ID");
    }
  }
}
