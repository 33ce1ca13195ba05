package org.stellaops.attestor.cli.mirror;

import java.io.Console;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.cli.StandardStreams;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.retention.FileCount;
import org.stellaops.attestor.mirror.retention.MirrorReset;
import org.stellaops.attestor.mirror.store.LogLocks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tiles clear}: the mirror of one log, to begin it anew. */
@Command(
    name = "clear",
    description = {
      "Remove everything that is mirrored of one log, and its minimum index. What is known of the",
      "log stays in the store, and the next sync brings its entries again, from the first on."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  stella attestor tiles clear --backend sigstore-prod --dry-run"})
final class TilesClearCommand implements Runnable {
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(30);

  @Mixin private ConfigOption config;
  @Mixin private OutputOption output;
  @Spec private CommandSpec spec;

  @Option(names = "--backend", required = true, paramLabel = "ID", description = "The backend.")
  private String id = "";

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask.")
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

  /** In quarantine nothing is fetched, so what goes would not come back. */
  private void requireNotQuarantined(PostgresStore store, Backend backend) {
    if (store.evidence().findQuarantine(backend.origin()).isPresent()) {
      throw new AttestorException(
          Failure.QUARANTINED,
          "backend '" + id + "' is in quarantine, and what is cleared could not be fetched again",
          "look at: stella attestor evidence list");
    }
  }

  private void requireConfirmation(FileCount files) {
    if (yes) {
      return;
    }
    @Nullable Console console = StandardStreams.isInteractive() ? System.console() : null;
    if (console == null) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "nothing was removed, because nobody can be asked here",
          "add --yes, or look first with --dry-run");
    }
    String answer = console.readLine("Remove %s of '%s'? [y/N] ", Format.bytes(files.bytes()), id);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new AttestorException(Failure.CONFIGURATION, "nothing was removed");
    }
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
