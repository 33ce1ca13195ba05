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
import org.stellaops.attestor.mirror.store.PurgeStore;
import org.stellaops.attestor.mirror.store.StoreTable;
import org.stellaops.attestor.route.airgap.Inbox;
import org.stellaops.attestor.route.airgap.RequestInbox;
import org.stellaops.attestor.route.verification.AttestationInbox;

/** What the settings say about records and files that no proof needs. */
public final class Retention {
  private Retention() {}

  /** The tables with rows that are purged. */
  public static TablePurge tables(Settings settings, PurgeStore store, Clock clock) {
    RetentionSettings retention = settings.retention();
    return new TablePurge(store, maxAges(settings), retention.maxRows(), clock);
  }

  private static Map<StoreTable, Duration> maxAges(Settings settings) {
    RetentionSettings retention = settings.retention();
    Duration prune = settings.tiles().autoPruneAfter();
    boolean isLonger = retention.growth().isZero() || retention.growth().compareTo(prune) > 0;
    return Map.of(
        StoreTable.CYCLES, retention.cycles(),
        StoreTable.GROWTH, isLonger ? retention.growth() : prune,
        StoreTable.BUNDLES, retention.bundles(),
        StoreTable.SHARDS, retention.proposedShards());
  }

  /** The directories with files that are purged. */
  public static List<DirectoryPurge> files(Settings settings) {
    RetentionSettings retention = settings.retention();
    Optional<Path> inbox = settings.airGap().inbox();
    Optional<Path> requests = settings.airGap().requests();
    Stream<Path> refused =
        Stream.of(
                below(inbox, Inbox.REFUSED),
                below(requests, RequestInbox.REFUSED),
                below(requests, RequestInbox.SERVED),
                below(settings.verify().outbox(), AttestationInbox.REFUSED))
            .flatMap(Optional::stream);
    List<DirectoryPurge> purges = new ArrayList<>();
    refused
        .map(path -> new FilePurge(path, retention.refusedFiles(), retention.refusedBytes()))
        .forEach(purges::add);
    below(inbox, Inbox.IMPORTED)
        .map(path -> new FilePurge(path, retention.importedFiles(), 0))
        .ifPresent(purges::add);
    settings
        .airGap()
        .outbox()
        .map(path -> new KitPurge(path, retention.outboxKits(), retention.outboxFiles()))
        .ifPresent(purges::add);
    return purges;
  }

  private static Optional<Path> below(Optional<Path> directory, String folder) {
    return directory.map(path -> path.resolve(folder));
  }

  /** In words, how long the rows of a table are kept. */
  public static String describe(StoreTable table, Settings settings) {
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
