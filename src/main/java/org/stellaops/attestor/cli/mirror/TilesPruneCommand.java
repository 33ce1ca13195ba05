package org.stellaops.attestor.cli.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.DurationConverter;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.retention.PruneReport;
import org.stellaops.attestor.mirror.store.LogLocks;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tiles prune}: removes entries below a minimum index. */
@Command(
    name = "prune",
    description = {
      "Remove mirrored entries below a minimum index.",
      "Tiles that only those entries need and superseded partial files are also removed. "
          + "Pruned entries can no longer be verified. The minimum index is stored and never "
          + "decreases. To fetch everything again, run tiles clear and sync."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stella attestor tiles prune --backend sigstore-prod --before-index 1000000 \\",
      "      --dry-run",
      "  stella attestor tiles prune --older-than 720h"
    })
final class TilesPruneCommand implements Callable<Integer> {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      description = "The backend. Default: all enabled backends.")
  private @Nullable String id;

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
        converter = DurationConverter.class,
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
  public Integer call() {
    Settings settings = config.load();
    List<PruneReport> reports = new ArrayList<>();
    try (PostgresStore store = PostgresStore.openPooled(settings, "prune")) {
      List<Backend> backends = BackendSelector.select(settings, store, id);
      requireValidIndex(backends);
      MirrorPruning pruning =
          new MirrorPruning(
              store.checkpoints(), store.retention(), PostgresStore.mirrorTree(settings));
      for (Backend backend : backends) {
        if (id != null || store.checkpoints().find(backend.origin()).isPresent()) {
          reports.add(prune(store, pruning, backend));
        }
      }
    }
    print(reports);
    return ExitCode.SUCCESS.number();
  }

  private PruneReport prune(PostgresStore store, MirrorPruning pruning, Backend backend) {
    long index = limit.minimumIndex(store, backend);
    if (dryRun) {
      return pruning.preview(backend, index);
    }
    try (LogLocks.HeldLock lock = store.locks().acquire(backend.origin(), LOCK_TIMEOUT)) {
      pruning.raiseMinimumIndex(backend, index);
      return pruning.prune(backend);
    }
  }

  private void requireValidIndex(List<Backend> backends) {
    if (limit.index != null && limit.index < 0) {
      throw new AttestorException(
          Failure.CONFIGURATION, "--before-index is out of range: " + limit.index, "use 0 or more");
    }
    if (limit.index != null && backends.size() > 1) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "--before-index applies to one log, but " + backends.size() + " are selected",
          "add --backend ID");
    }
  }

  private void print(List<PruneReport> reports) {
    if (output.isJson()) {
      OutputOption.printJson(
          spec.commandLine().getOut(), reports.stream().map(this::json).toList());
      return;
    }
    for (PruneReport report : reports) {
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %s%s and %s, %s; minimum index %s%n",
              report.backend(),
              dryRun ? "would remove " : "removed ",
              Format.count(report.files().tiles(), "tile", "tiles"),
              Format.count(report.files().entryBundles(), "entry bundle", "entry bundles"),
              Format.bytes(report.files().bytes()),
              Format.count(report.minimumIndex()));
    }
    spec.commandLine().getOut().flush();
  }

  private Map<String, Object> json(PruneReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", report.backend());
    json.put("dryRun", dryRun);
    json.put("minimumIndex", report.minimumIndex());
    json.put("tiles", report.files().tiles());
    json.put("entryBundles", report.files().entryBundles());
    json.put("bytes", report.files().bytes());
    return json;
  }
}
