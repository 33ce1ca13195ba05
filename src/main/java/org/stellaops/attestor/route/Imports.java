package org.stellaops.attestor.route;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.bundle.BundleNotes;
import org.stellaops.attestor.bundle.BundleReader;
import org.stellaops.attestor.bundle.ExporterPolicy;
import org.stellaops.attestor.bundle.Receipt;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;

/** Begins and ends imports: what file, from whom, of which log, and how it went. */
public final class Imports {
  private static final String DIRECTION = "import";

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final ExporterPolicy exporters;
  private final Optional<NoteSigner> signer;
  private final CarriedFiles carried;
  private final ShardAdmission shards;
  private final BundleWatch watch;
  private final Clock clock;

  /** Imports for these logs from these exporters, and signs receipts if there is a key. */
  public Imports(
      BackendCatalog backends,
      CheckpointStore store,
      ExporterPolicy exporters,
      Optional<NoteSigner> signer,
      CarriedFiles carried,
      ShardAdmission shards,
      BundleWatch watch,
      Clock clock) {
    this.backends = backends;
    this.store = store;
    this.exporters = exporters;
    this.signer = signer;
    this.carried = carried;
    this.shards = shards;
    this.watch = watch;
    this.clock = clock;
  }

  /** Finds the log that it is of and who brings it, and only then reads on up to the tree. */
  public BundleImport open(@Variable("request") ImportRequest request) {
    Instant started = clock.instant();
    BundleReader reader = BundleReader.open(request.file());
    try {
      Backend backend = backend(reader.manifest());
      Optional<VerifierKey> exporter = exporters.admit(reader);
      reader.readFiles();
      BundleManifest manifest = reader.manifest();
      watch.begin(request.file(), manifest.tiles() + manifest.entryBundles());
      return new BundleImport(request, reader, backend, exporter, started);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private Backend backend(BundleManifest manifest) {
    return backends
        .of(manifest.origin())
        .orElseThrow(() ->
            new AttestorException(
                Failure.CONFIGURATION,
                "the bundle is of the log '"
                    + manifest.origin()
                    + "', and no enabled backend has that origin",
                "add it under attestor.rekorSync.backends, with the log's key from a source that"
                    + " you trust; configured are: "
                    + String.join(", ", backends.ids())));
  }

  /** The id of the backend. */
  public String backend(@Variable("import") BundleImport bundle) {
    return bundle.backend().id();
  }

  /** Opens the notes with the log's key and holds the manifest against them. */
  public void openNotes(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    BundleNotes notes = BundleNotes.open(bundle.reader(), bundle.backend().log(), backends.keys());
    shards.admit(bundle.backend(), bundle.manifest());
    bundle.opened(notes);
    cycle.brought(bundle.request().file().toUri().toString(), notes);
  }

  /** Reads the end of the file; from here on every byte of it is what the exporter sealed. */
  public void readToEnd(@Variable("import") BundleImport bundle) {
    String sha256 = bundle.reader().finish();
    DigestFile.of(bundle.request().file()).requireSame(sha256);
    bundle.readToEnd(sha256);
  }

  /** Whether tiles of the bundle prove it; if not, consistency proofs do. */
  public boolean areProvedByTiles(@Variable("import") BundleImport bundle) {
    return bundle.manifest().provesByTiles();
  }

  /** Whether the bundle is to change anything: it is newer, and not only looked at. */
  public boolean areToBePublished(
      @Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    return !bundle.request().dryRun() && !isOlder(cycle);
  }

  /** Ends an import that went well, and gives the lock back. */
  public BundleReport finish(
      @Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    Verdict verdict = cycle.verdict().orElseThrow();
    if (areToBePublished(bundle, cycle)) {
      boolean frozen = verdict.checkpoint().checkpoint().frozen();
      store.succeeded(cycle.origin(), frozen, clock.instant());
      carried.keep(cycle.origin(), bundle.reader().files());
    }
    bundle.close();
    cycle.lock().close();
    Optional<LogState> state = store.find(cycle.origin());
    return report(
        bundle,
        outcome(bundle, cycle, verdict),
        Optional.empty(),
        state,
        receipt(bundle, state),
        Optional.of(Proved.by(bundle, cycle)),
        bundle.uncompared(),
        "");
  }

  private static String outcome(BundleImport bundle, Cycle cycle, Verdict verdict) {
    if (!bundle.uncompared().isEmpty()) {
      return "uncompared";
    }
    if (bundle.request().dryRun()) {
      return "verified";
    }
    if (isOlder(cycle)) {
      return "older";
    }
    boolean brought = cycle.tally().tiles() + cycle.tally().entryBundles() > 0;
    return verdict instanceof Verdict.Unchanged && brought ? "completed" : verdict.word();
  }

  private Optional<Receipt> receipt(BundleImport bundle, Optional<LogState> state) {
    if (bundle.request().dryRun()) {
      return Optional.empty();
    }
    Optional<Receipt> receipt =
        state.map(log ->
            new Receipt(
                log.origin(),
                bundle.sha256(),
                log.mirrored(),
                log.pending(),
                clock.instant(),
                Optional.empty()));
    return receipt.map(unsigned -> signer.map(unsigned::signedBy).orElse(unsigned));
  }

  /** Ends an import that failed: nothing of it stays but what a retry finds done already. */
  public BundleReport fail(
      @Variable("request") ImportRequest request,
      @Variable("import") @Nullable BundleImport bundle,
      @Variable("cycle") @Nullable Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    if (bundle == null) {
      return BundleReport.ofUnread(request.file(), "", Optional.empty(), clock.instant(), why);
    }
    bundle.close();
    if (cycle != null) {
      cycle.lock().close();
    }
    return report(
        bundle,
        why.failure().word(),
        Optional.of(why.failure()),
        cycle == null || why.failure() == Failure.STORE ? Optional.empty() : stateIfKnown(cycle),
        Optional.empty(),
        Optional.empty(),
        why.getMessage(),
        why.hint());
  }

  private BundleReport report(
      BundleImport bundle,
      String outcome,
      Optional<Failure> failure,
      Optional<LogState> state,
      Optional<Receipt> receipt,
      Optional<Proved> proved,
      String message,
      String hint) {
    return new BundleReport(
        DIRECTION,
        bundle.backend().id(),
        bundle.request().file(),
        bundle.sha256(),
        bundle.reader().bytes(),
        Optional.of(bundle.manifest()),
        bundle.exporter().map(VerifierKey::name),
        Who.runs(),
        bundle.started(),
        clock.instant(),
        outcome,
        failure,
        state,
        receipt,
        proved,
        message,
        hint);
  }

  private Optional<LogState> stateIfKnown(Cycle cycle) {
    try {
      return store.find(cycle.origin());
    } catch (AttestorException e) {
      return Optional.empty();
    }
  }

  private static boolean isOlder(Cycle cycle) {
    return cycle.verdict().orElseThrow() instanceof Verdict.Stale;
  }
}
