package org.stellaops.attestor.app.beans;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.read.ExporterPolicy;
import org.stellaops.attestor.bundle.read.ReceiptPolicy;
import org.stellaops.attestor.config.AirGapSettings;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.BundleMetrics;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.lookup.CheckpointCrossCheck;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.note.MalformedNoteException;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;
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
import org.stellaops.attestor.route.airgap.RejectedBundleNotes;
import org.stellaops.attestor.route.airgap.RequestInbox;
import org.stellaops.attestor.route.airgap.ShardAcceptance;
import org.stellaops.attestor.route.airgap.ShardExportNotes;
import org.stellaops.attestor.trust.SigningKey;

/** The objects of exports, imports, inbox and outbox. */
final class AirGapBeans {
  private AirGapBeans() {}

  /** Returns the outbox, whose requests the runtime also runs on demand. */
  static Outbox bind(SharedObjects shared, SyncBeans sync, BundleListener listener) {
    Clock clock = shared.clock();
    AirGapSettings airGap = shared.settings().airGap();
    ReceiptPolicy receipts =
        new ReceiptPolicy(parseKeys("trustedImporters", airGap.trustedImporters()));
    Optional<NoteSigner> signer = airGap.signingKeyPath().map(SigningKey::read);
    AttachedFiles attachedFiles = new AttachedFiles(shared.settings().dataDir());
    bindExports(shared, attachedFiles, receipts, signer, listener);
    bindImports(shared, attachedFiles, sync, signer, listener);
    BundleMetrics metrics = new BundleMetrics(shared.page());
    shared.bind("bundleHistoryRecorder", new BundleHistoryRecorder(metrics));
    Inbox inbox = shared.bind("inbox", new Inbox(airGap.inbox(), airGap.settleTime(), clock));
    shared.backends().ids().forEach(metrics::registerBackend);
    metrics.registerInboxGauge(inbox::waitingCount);
    RequestInbox requests = shared.bind("requestInbox", new RequestInbox(airGap.requests(), clock));
    metrics.registerRequestGauge(requests::waitingCount);
    return shared.bind(
        "outbox",
        new Outbox(
            shared.backends(),
            new FollowedLogResolver(shared.store().shards()),
            shared.store().checkpoints(),
            receipts,
            requests,
            outbox(airGap)));
  }

  private static void bindExports(
      SharedObjects shared,
      AttachedFiles attachedFiles,
      ReceiptPolicy receipts,
      Optional<NoteSigner> signer,
      BundleListener listener) {
    CheckpointStore store = shared.store().checkpoints();
    ExportPlanner planner =
        new ExportPlanner(
            shared.backends(),
            store,
            shared.store().evidence(),
            shared.tree(),
            attachedFiles,
            receipts,
            new ShardExportNotes(store, shared.store().bundles()));
    shared.bind("exports", new Exports(planner, shared.tree(), signer, listener, shared.clock()));
    shared.bind("exportProofs", new ExportProofs(shared.anchors()::readableAnchors));
  }

  private static void bindImports(
      SharedObjects shared,
      AttachedFiles attachedFiles,
      SyncBeans sync,
      Optional<NoteSigner> signer,
      BundleListener listener) {
    CheckpointStore store = shared.store().checkpoints();
    MirrorTree tree = shared.tree();
    shared.bind(
        "imports",
        new Imports(
            shared.backends(),
            store,
            sync.cycles(),
            sync.mirrorChecks(),
            exporterPolicy(shared.settings().airGap()),
            signer,
            attachedFiles,
            new ShardAcceptance(shared.store().shards(), shared.clock()),
            new RejectedBundleNotes(
                shared.backends(), new CheckpointCrossCheck(store, tree), sync.contradictions()),
            listener,
            shared.clock()));
    ImportProofs proofs = shared.bind("importProofs", new ImportProofs(store, tree));
    shared.bind("importTiles", new ImportTiles(store, tree, proofs, listener));
    shared.bind(
        "importShardProofs", new ImportShardProofs(store, shared.anchors()::readableAnchors));
    shared.bind("dryRuns", new DryRuns());
  }

  /** The exporters whose bundles are imported. */
  static ExporterPolicy exporterPolicy(AirGapSettings airGap) {
    List<VerifierKey> keys = parseKeys("trustedExporters", airGap.trustedExporters());
    if (airGap.requireSignedBundles() && keys.isEmpty()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "attestor.airGap.requireSignedBundles is true, but trustedExporters is empty",
          "add the exporter's vkey; otherwise no bundle can be imported");
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
          "use the line printed by stella attestor export keygen",
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
}
