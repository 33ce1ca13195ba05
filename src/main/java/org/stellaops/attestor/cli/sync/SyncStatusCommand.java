package org.stellaops.attestor.cli.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.Schedule;
import org.stellaops.attestor.cli.BackendSelector;
import org.stellaops.attestor.cli.ReportingCommand;
import org.stellaops.attestor.cli.TextTable;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.schema.BackendType;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import picocli.CommandLine.Command;

/** {@code sync-status}: the state of every mirror. */
@Command(
    name = "sync-status",
    description = {
      "Show the tree size, age and state of every mirror.",
      "The exit status is 1 if a log is in quarantine or a mirror is damaged, 4 if a mirror is "
          + "stale, paused or full, and that of the failure if the last cycle failed."
    },
    footer = {"  stella attestor sync-status", "  stella attestor sync-status -o json"})
public final class SyncStatusCommand extends ReportingCommand implements Callable<ExitCode> {
  @Override
  public ExitCode call() {
    Settings settings = config.load();
    try (PostgresStore store = PostgresStore.openReadOnly(settings)) {
      List<BackendStatus> statuses = statuses(settings, store);
      print(settings, statuses);
      return statuses.stream()
          .map(BackendStatus::exitCode)
          .reduce(ExitCode.SUCCESS, ExitCode::worse);
    }
  }

  static List<BackendStatus> statuses(Settings settings, PostgresStore store) {
    MirrorTree tree = PostgresStore.mirrorTree(settings);
    MirrorStatus tiles =
        new MirrorStatus(settings.sync().enableTileSync(), Schedule.of(settings).staleAfter());
    Instant now = Clock.systemUTC().instant();
    return Stream.concat(
            BackendSelector.select(settings, store, null).stream(),
            proposed(settings, store, now.minus(tiles.staleAfter())))
        .map(backend -> BackendStatus.of(backend, store, tree, tiles, now))
        .toList();
  }

  /** The shards that are not followed yet, unless their server stopped showing them. */
  private static Stream<Backend> proposed(Settings settings, PostgresStore store, Instant since) {
    return BackendFactory.create(settings).backends().stream()
        .flatMap(server ->
            store.shards().of(server.id()).stream()
                .filter(shard -> !shard.isAccepted())
                .filter(shard -> server.isolated() || shard.lastSeen().isAfter(since))
                .map(shard -> server.shard(shard.tree())));
  }

  /** Says why the entries of a server are not mirrored although the file may ask for them. */
  private void printUnmirrored(Settings settings, List<BackendStatus> statuses) {
    statuses.stream()
        .map(BackendStatus::backend)
        .filter(log -> log.kind() == LogKind.SHARD)
        .map(log -> settings.backend(Backend.serverId(log.id())))
        .filter(server -> server.type() == BackendType.AUTO && server.mirrorEntries())
        .distinct()
        .forEach(server -> {
          out().println();
          printLine(
              server.id()
                  + ": entries are not mirrored: type is auto, and the server is a Rekor v1"
                  + " server");
          printLine("next: for a small log, set type: rekor-v1 and mirrorEntries: true");
        });
  }

  private void print(Settings settings, List<BackendStatus> statuses) {
    output.printAll(
        out(),
        statuses,
        BackendStatus::json,
        new TextTable(BackendStatus.HEADINGS),
        BackendStatus::row,
        "no backend is enabled; see: stella attestor backend list");
    if (!output.isJson()) {
      statuses.stream().flatMap(status -> status.remarks().stream()).forEach(this::printLine);
      printUnmirrored(settings, statuses);
      printUnconfirmed(statuses);
    }
  }

  /** Lists the logs whose history is trusted on first use, except those in quarantine. */
  private void printUnconfirmed(List<BackendStatus> statuses) {
    List<String> ids =
        statuses.stream()
            .filter(status -> status.isTrustedOnFirstUse() && status.quarantine().isEmpty())
            .map(status -> status.backend().id())
            .toList();
    if (!ids.isEmpty()) {
      out().println();
      printLine("trusted on first use, not confirmed yet: " + String.join(", ", ids));
      printLine("next: stella attestor backend confirm " + ids.get(0) + " --checkpoint FILE");
    }
  }

  static TextTable table(List<BackendStatus> statuses) {
    TextTable table = new TextTable(BackendStatus.HEADINGS);
    statuses.forEach(status -> table.row(status.row()));
    return table;
  }
}
