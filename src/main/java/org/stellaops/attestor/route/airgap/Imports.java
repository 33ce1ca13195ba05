package org.stellaops.attestor.route.airgap;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.Receipt;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.bundle.read.ExporterPolicy;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.MirrorChecks;
import org.stellaops.attestor.route.sync.SyncCycles;

/**
 * Starts imports, reads and checks their manifest and notes, and reports the outcome. Signs
 * receipts if there is a signer.
 */
public record Imports(
    BackendCatalog backends,
    CheckpointStore store,
    SyncCycles cycles,
    MirrorChecks checks,
    ExporterPolicy exporters,
    Optional<NoteSigner> signer,
    AttachedFiles attachedFiles,
    ShardAcceptance shardAcceptance,
    RejectedBundleNotes rejectedNotes,
    BundleListener listener,
    Clock clock) {
  static final String RECORD_ROUTE = "end-import";
  private static final String DIRECTION = "import";

  /** Starts an import whose bundle is not read yet. */
  public Operation start(@Variable("importRequest") ImportRequest request) {
    return Operation.recordedBy(
        RECORD_ROUTE,
        error ->
            BundleReport.ofUnread(request.file(), "", Optional.empty(), clock.instant(), error));
  }

  /** Determines the log and verifies the exporter. */
  public ImportOperation open(@Variable("importRequest") ImportRequest request) {
    Instant started = clock.instant();
    BundleReader reader = BundleReader.open(request.file(), request.source());
    try {
      Backend backend = backend(reader.manifest());
      Optional<VerifierKey> exporter = exporters.verify(reader);
      return new ImportOperation(request, reader, backend, exporter, started, this::fail);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private Backend backend(BundleManifest manifest) {
    return backends
        .findByOrigin(manifest.origin())
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "the bundle is for log '%s', but no enabled backend has this origin"
                    .formatted(manifest.origin()),
                "add the log under attestor.rekorSync.backends, with its key from a trusted source;"
                    + " configured backends: "
                    + String.join(", ", backends.ids())));
  }

  /** The id of the backend. */
  public String backend(@Variable("operation") ImportOperation bundle) {
    return bundle.backend().id();
  }

  /** Acquires the lock of the log, as a sync does. */
  public HeadUpdate acquireLock(@Variable("operation") ImportOperation bundle) {
    HeadUpdate update = cycles.lock(bundle.backend());
    bundle.headUpdate = Optional.of(update);
    return update;
  }

  /**
   * Checks the files of the mirror, unless nothing is to be changed.
   *
   * @throws AttestorException with {@code damaged} if an operator must accept the directory first
   */
  public void checkMirror(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    if (!bundle.request.dryRun()) {
      checks.check(update);
      checks.requireAdopted(update);
    }
  }

  /**
   * Reads the bundle up to the tree, verifies the notes with the log's key and compares the
   * manifest with them.
   */
  public void openNotes(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    bundle.reader.readFiles();
    BundleManifest manifest = bundle.manifest();
    listener.onStart(bundle.request.file(), manifest.tiles() + manifest.entryBundles());
    BundleNotes notes = BundleNotes.open(bundle.reader, bundle.backend().log(), backends.keys());
    shardAcceptance.requireAccepted(bundle.backend(), bundle.manifest());
    bundle.setNotes(notes);
    String from = bundle.request.file().toUri().toString();
    update.setCheckpoint(notes.head(), from);
    notes.earlier().forEach(note -> update.addFurtherNote(note, from));
    notes.pending().ifPresent(note -> update.addObserved(note, from));
  }

  /** Reads the rest of the file and verifies the digests of the whole file. */
  public void readToEnd(@Variable("operation") ImportOperation bundle) {
    String sha256 = bundle.reader.finish();
    DigestFile.of(bundle.request.file()).requireMatch(sha256);
    bundle.sha256 = sha256;
  }

  /** Whether the bundle is proved by tiles; otherwise it is by consistency proofs. */
  public boolean isProvedByTiles(@Variable("operation") ImportOperation bundle) {
    return bundle.manifest().hasProofTiles();
  }

  /** Whether the bundle changes anything: false for an older one and in a dry run. */
  public boolean needsPublication(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    return !bundle.request.dryRun() && !isOlder(update);
  }

  /** Whether an older bundle brings back files that were lost. */
  public boolean restoresOlder(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    return isOlder(update) && bundle.damaged;
  }

  /** Ends a successful import and releases the lock. */
  public BundleReport finish(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    if (needsPublication(bundle, update)) {
      boolean frozen = transition.checkpoint().checkpoint().isFrozen();
      Instant now = clock.instant();
      store.recordSuccess(update.origin(), frozen, now);
      update.changeState(state -> state.withSuccess(frozen, now));
      attachedFiles.store(update.origin(), bundle.reader.files());
    }
    bundle.close();
    update.lock().close();
    Optional<LogState> state = update.state();
    return report(
        bundle,
        outcome(bundle, update, transition),
        Optional.empty(),
        state,
        receipt(bundle, state),
        Optional.of(ImportVerification.of(bundle, update)),
        bundle.notComparedReason,
        "");
  }

  private static String outcome(
      ImportOperation bundle, HeadUpdate update, HeadTransition transition) {
    if (!bundle.notComparedReason.isEmpty()) {
      return "not_compared";
    }
    if (bundle.request.dryRun()) {
      return "verified";
    }
    if (isOlder(update) && !bundle.damaged) {
      return "older";
    }
    boolean wroteFiles = bundle.counters.tiles() + bundle.counters.entryBundles() > 0;
    return (bundle.damaged || transition instanceof HeadTransition.Unchanged) && wroteFiles
        ? "completed"
        : transition.label();
  }

  private Optional<Receipt> receipt(ImportOperation bundle, Optional<LogState> state) {
    if (bundle.request.dryRun()) {
      return Optional.empty();
    }
    Optional<Receipt> receipt =
        state.map(log ->
            new Receipt(
                log.origin(),
                bundle.sha256,
                log.mirrored(),
                log.pending(),
                clock.instant(),
                Optional.empty()));
    return receipt.map(unsigned -> signer.map(unsigned::sign).orElse(unsigned));
  }

  /** Ends a failed import and releases the lock; a retry can reuse what was published. */
  private BundleReport fail(ImportOperation bundle, AttestorException thrown) {
    Optional<HeadUpdate> update = bundle.headUpdate;
    AttestorException error =
        update.map(begun -> rejectedNotes.worst(bundle, begun, thrown)).orElse(thrown);
    bundle.close();
    update.ifPresent(begun -> begun.lock().close());
    return report(
        bundle,
        error.failure().label(),
        Optional.of(error.failure()),
        error.failure() == Failure.STORE
            ? Optional.empty()
            : update.flatMap(this::stateIfAvailable),
        Optional.empty(),
        Optional.empty(),
        error.getMessage(),
        error.hint());
  }

  private BundleReport report(
      ImportOperation bundle,
      String outcome,
      Optional<Failure> failure,
      Optional<LogState> state,
      Optional<Receipt> receipt,
      Optional<ImportVerification> verification,
      String message,
      String hint) {
    return new BundleReport(
        DIRECTION,
        bundle.backend().id(),
        bundle.request.file(),
        bundle.sha256,
        bundle.reader.bytesRead(),
        Optional.of(bundle.manifest()),
        bundle.exporter.map(VerifierKey::name),
        bundle.started,
        clock.instant(),
        outcome,
        failure,
        state,
        receipt,
        verification,
        message,
        hint);
  }

  private Optional<LogState> stateIfAvailable(HeadUpdate update) {
    try {
      return store.find(update.origin());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  private static boolean isOlder(HeadUpdate update) {
    return update.transition() instanceof HeadTransition.Stale;
  }
}
