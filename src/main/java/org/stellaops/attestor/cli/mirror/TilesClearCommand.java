package org.stellaops.attestor.cli.mirror;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.ConfirmPrompt;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
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
final class TilesClearCommand implements Runnable {
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
    ConfirmPrompt.requireYes(yes, "Remove %s of '%s'?".formatted(Format.bytes(files.bytes()), id));
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
