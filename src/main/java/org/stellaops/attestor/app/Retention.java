package org.stellaops.attestor.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.config.RetentionSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.retention.DirectoryPurge;
import org.stellaops.attestor.mirror.retention.FilePurge;
import org.stellaops.attestor.mirror.retention.KitPurge;
import org.stellaops.attestor.mirror.retention.TablePurge;
import org.stellaops.attestor.mirror.store.GrowingTable;
import org.stellaops.attestor.mirror.store.PurgeStore;

/** What the settings say about records and files that no proof needs. */
public final class Retention {
  private Retention() {}

  /** The tables with rows that are purged. */
  public static TablePurge tables(Settings settings, PurgeStore store, Clock clock) {
    RetentionSettings retention = settings.retention();
    return new TablePurge(store, maxAges(settings), retention.maxRows(), clock);
  }

  private static Map<GrowingTable, Duration> maxAges(Settings settings) {
    RetentionSettings retention = settings.retention();
    Duration prune = settings.tiles().autoPruneAfter();
    boolean isLonger = retention.growth().isZero() || retention.growth().compareTo(prune) > 0;
    return Map.of(
        GrowingTable.CYCLES, retention.cycles(),
        GrowingTable.GROWTH, isLonger ? retention.growth() : prune,
        GrowingTable.BUNDLES, retention.bundles(),
        GrowingTable.SHARDS, retention.proposedShards());
  }

  /** The directories with files that are purged. */
  public static List<DirectoryPurge> files(Settings settings) {
    RetentionSettings retention = settings.retention();
    Optional<Path> inbox = settings.airGap().inbox();
    Optional<Path> requests = settings.airGap().outbox().map(outbox -> outbox.resolve("requests"));
    Stream<Path> refused =
        Stream.of(
                inbox.map(directory -> directory.resolve("refused")),
                requests.map(directory -> directory.resolve("refused")),
                requests.map(directory -> directory.resolve("served")),
                settings.verify().outbox().map(directory -> directory.resolve("refused")))
            .flatMap(Optional::stream);
    List<DirectoryPurge> purges = new ArrayList<>();
    refused
        .map(path -> new FilePurge(path, retention.refusedFiles(), retention.refusedBytes()))
        .forEach(purges::add);
    inbox
        .map(path -> new FilePurge(path.resolve("imported"), retention.importedFiles(), 0))
        .ifPresent(purges::add);
    settings
        .airGap()
        .outbox()
        .map(path -> new KitPurge(path, retention.outboxKits(), retention.outboxFiles()))
        .ifPresent(purges::add);
    return purges;
  }

  /** In words, how long the rows of a table are kept. */
  public static String describe(GrowingTable table, Settings settings) {
    return switch (table) {
      case CHECKPOINTS -> "until: checkpoints prune";
      case VARIANTS -> "with their checkpoint";
      case HEADS, EVIDENCE -> "for ever";
      case REJECTED_NOTES -> "the newest 100 of each log";
      case CYCLES, GROWTH, BUNDLES ->
          duration(maxAges(settings).getOrDefault(table, Duration.ZERO));
      case SHARDS ->
          "accepted for ever, proposed " + duration(settings.retention().proposedShards());
    };
  }

  private static String duration(Duration age) {
    return age.isZero() ? "for ever" : age.toHours() + "h";
  }
}
