package org.stellaops.attestor.cli.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ConfigOption;
import org.stellaops.attestor.cli.DurationConverter;
import org.stellaops.attestor.cli.Format;
import org.stellaops.attestor.cli.OutputOption;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.mirror.store.RetentionStore.CheckpointCount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
final class CheckpointsPruneCommand implements Runnable {
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
          counts.entrySet().stream().map(entry -> json(entry.getKey(), entry.getValue())).toList());
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
