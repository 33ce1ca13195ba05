package org.stellaops.attestor.app.beans;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.read.ExporterPolicy;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.config.AirGapSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.BundleMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.AnchorReader;
import org.stellaops.attestor.route.airgap.AttachedFiles;
import org.stellaops.attestor.route.airgap.BundleHistoryRecorder;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.airgap.DryRuns;
import org.stellaops.attestor.route.airgap.ExportPlanner;
import org.stellaops.attestor.route.airgap.ExportProofs;
import org.stellaops.attestor.route.airgap.Exports;
import org.stellaops.attestor.route.airgap.ImportProofs;
import org.stellaops.attestor.route.airgap.ImportShardProofs;
import org.stellaops.attestor.route.airgap.ImportTiles;
import org.stellaops.attestor.route.airgap.Imports;
import org.stellaops.attestor.route.airgap.Inbox;
import org.stellaops.attestor.route.airgap.Outbox;
import org.stellaops.attestor.route.airgap.OutboxSettings;
import org.stellaops.attestor.route.airgap.ShardAcceptance;
import org.stellaops.attestor.route.airgap.ShardExportNotes;
import org.stellaops.attestor.route.sync.SyncCycles;
import org.stellaops.attestor.trust.SigningKey;

/** The objects that make and take bundles. */
public final class AirGapBeans {
  private final Exports exports;
  private final ExportProofs exportProofs;
  private final Imports imports;
  private final ImportProofs importProofs;
  private final ImportShardProofs importShards;
  private final ImportTiles importTiles;
  private final DryRuns dryRuns;
  private final BundleHistoryRecorder bundleHistoryRecorder;
  private final Inbox inbox;
  private final Outbox outbox;

  AirGapBeans(
      Settings settings,
      PostgresStore store,
      BackendCatalog backends,
      MirrorTree tree,
      AnchorReader anchors,
      SyncCycles cycles,
      MetricsPage page,
      BundleListener listener,
      Clock clock) {
    AirGapSettings airGap = settings.airGap();
    CheckpointStore checkpointStore = store.checkpoints();
    AttachedFiles attachedFiles = new AttachedFiles(settings.dataDir());
    Optional<NoteSigner> signer = airGap.signingKeyPath().map(SigningKey::read);
    ReceiptPolicy receipts =
        new ReceiptPolicy(parseKeys("trustedImporters", airGap.trustedImporters()));
    BundleMetrics metrics = new BundleMetrics(page);
    this.exports =
        new Exports(
            new ExportPlanner(
                backends,
                checkpointStore,
                store.evidence(),
                tree,
                attachedFiles,
                receipts,
                new ShardExportNotes(checkpointStore, store.bundles())),
            tree,
            signer,
            listener,
            clock);
    this.exportProofs = new ExportProofs(anchors);
    this.imports =
        new Imports(
            backends,
            checkpointStore,
            cycles,
            exporterPolicy(airGap),
            signer,
            attachedFiles,
            new ShardAcceptance(store.shards(), clock),
            listener,
            clock);
    this.importProofs = new ImportProofs(checkpointStore, tree);
    this.importShards = new ImportShardProofs(checkpointStore, anchors);
    this.dryRuns = new DryRuns(checkpointStore);
    this.importTiles = new ImportTiles(checkpointStore, tree, importProofs, listener);
    this.bundleHistoryRecorder = new BundleHistoryRecorder(metrics);
    this.inbox = new Inbox(airGap.settleTime(), clock);
    this.outbox =
        new Outbox(
            backends,
            new FollowedLogResolver(store.shards()),
            checkpointStore,
            receipts,
            outbox(airGap));
    backends.ids().forEach(metrics::registerBackend);
    metrics.registerInboxGauge(inbox::waitingCount);
  }

  /** From whom bundles are taken, as it is configured. */
  static ExporterPolicy exporterPolicy(AirGapSettings airGap) {
    List<VerifierKey> keys = parseKeys("trustedExporters", airGap.trustedExporters());
    if (airGap.requireSignedBundles() && keys.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "attestor.airGap.requireSignedBundles is true, and there are no trustedExporters",
          "add the exporter's vkey, or no bundle can be imported");
    }
    return new ExporterPolicy(airGap.requireSignedBundles(), keys);
  }

  private static List<VerifierKey> parseKeys(String setting, List<String> vkeys) {
    return vkeys.stream().map(vkey -> parseKey(setting, vkey)).toList();
  }

  private static VerifierKey parseKey(String setting, String vkey) {
    try {
      return VerifierKey.parse(vkey);
    } catch (MalformedNoteException e) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "attestor.airGap." + setting + ": " + e.getMessage(),
          "write the line that stella attestor export keygen has printed",
          e);
    }
  }

  private static Optional<OutboxSettings> outbox(AirGapSettings airGap) {
    return airGap
        .outbox()
        .map(directory ->
            new OutboxSettings(
                directory,
                BundleContent.parse(airGap.exportContent()),
                Compression.valueOf(airGap.exportCompression().toUpperCase(Locale.ROOT)),
                airGap.volumeSize()));
  }

  Exports exports() {
    return exports;
  }

  ExportProofs exportProofs() {
    return exportProofs;
  }

  Imports imports() {
    return imports;
  }

  ImportProofs importProofs() {
    return importProofs;
  }

  ImportShardProofs importShards() {
    return importShards;
  }

  ImportTiles importTiles() {
    return importTiles;
  }

  DryRuns dryRuns() {
    return dryRuns;
  }

  BundleHistoryRecorder bundleHistoryRecorder() {
    return bundleHistoryRecorder;
  }

  Inbox inbox() {
    return inbox;
  }

  public Outbox outbox() {
    return outbox;
  }
}
