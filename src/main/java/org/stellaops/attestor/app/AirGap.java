package org.stellaops.attestor.app;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.bundle.ExporterPolicy;
import org.stellaops.attestor.bundle.ReceiptPolicy;
import org.stellaops.attestor.config.AirGapSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.BundleMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.FollowedLogs;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.AnchorFinder;
import org.stellaops.attestor.route.BundleEnds;
import org.stellaops.attestor.route.BundleWatch;
import org.stellaops.attestor.route.CarriedFiles;
import org.stellaops.attestor.route.DryRuns;
import org.stellaops.attestor.route.ExportOrders;
import org.stellaops.attestor.route.ExportProofs;
import org.stellaops.attestor.route.Exports;
import org.stellaops.attestor.route.ImportProofs;
import org.stellaops.attestor.route.ImportShards;
import org.stellaops.attestor.route.ImportTiles;
import org.stellaops.attestor.route.Imports;
import org.stellaops.attestor.route.Inbox;
import org.stellaops.attestor.route.Outbox;
import org.stellaops.attestor.route.OutboxSettings;
import org.stellaops.attestor.route.ShardAdmission;
import org.stellaops.attestor.route.ShardNotes;
import org.stellaops.attestor.trust.SigningKey;

/** The objects that make and take bundles. */
final class AirGap {
  private final Exports exports;
  private final ExportProofs exportProofs;
  private final Imports imports;
  private final ImportProofs importProofs;
  private final ImportShards importShards;
  private final ImportTiles importTiles;
  private final DryRuns dryRuns;
  private final BundleEnds bundleEnds;
  private final Inbox inbox;
  private final Outbox outbox;

  AirGap(
      Settings settings,
      Store store,
      BackendCatalog backends,
      MirrorTree tree,
      AnchorFinder anchors,
      MetricsPage page,
      BundleWatch watch,
      Clock clock) {
    AirGapSettings airGap = settings.airGap();
    CheckpointStore heads = store.checkpoints();
    CarriedFiles carried = new CarriedFiles(settings.dataDir());
    Optional<NoteSigner> signer = airGap.signingKeyPath().map(SigningKey::read);
    ReceiptPolicy receipts = new ReceiptPolicy(keys("trustedImporters", airGap.trustedImporters()));
    BundleMetrics metrics = new BundleMetrics(page);
    this.exports =
        new Exports(
            new ExportOrders(
                backends,
                heads,
                store.evidence(),
                tree,
                carried,
                receipts,
                new ShardNotes(heads, store.bundles())),
            tree,
            signer,
            watch,
            clock);
    this.exportProofs = new ExportProofs(anchors);
    this.imports =
        new Imports(
            backends,
            heads,
            exporters(airGap),
            signer,
            carried,
            new ShardAdmission(store.shards(), clock),
            watch,
            clock);
    this.importProofs = new ImportProofs(heads, tree);
    this.importShards = new ImportShards(heads, anchors);
    this.dryRuns = new DryRuns(heads);
    this.importTiles = new ImportTiles(heads, tree, importProofs, watch);
    this.bundleEnds = new BundleEnds(metrics);
    this.inbox = new Inbox(airGap.settleTime(), clock);
    this.outbox =
        new Outbox(backends, new FollowedLogs(store.shards()), heads, receipts, outbox(airGap));
    backends.ids().forEach(metrics::show);
    metrics.showWaiting(inbox::waiting);
  }

  /** From whom bundles are taken, as it is configured. */
  static ExporterPolicy exporters(AirGapSettings airGap) {
    List<VerifierKey> keys = keys("trustedExporters", airGap.trustedExporters());
    if (airGap.requireSignedBundles() && keys.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "attestor.airGap.requireSignedBundles is true, and there are no trustedExporters",
          "add the exporter's vkey, or no bundle can be imported");
    }
    return new ExporterPolicy(airGap.requireSignedBundles(), keys);
  }

  private static List<VerifierKey> keys(String setting, List<String> vkeys) {
    return vkeys.stream().map(vkey -> key(setting, vkey)).toList();
  }

  private static VerifierKey key(String setting, String vkey) {
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

  ImportShards importShards() {
    return importShards;
  }

  ImportTiles importTiles() {
    return importTiles;
  }

  DryRuns dryRuns() {
    return dryRuns;
  }

  BundleEnds bundleEnds() {
    return bundleEnds;
  }

  Inbox inbox() {
    return inbox;
  }

  Outbox outbox() {
    return outbox;
  }
}
