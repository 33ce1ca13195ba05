package org.stellaops.attestor.route.airgap;

import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.read.BundleNotes;
import org.stellaops.attestor.bundle.read.BundleReader;
import org.stellaops.attestor.bundle.read.InboundSegments;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.FirstFailure;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.sync.CheckpointOperation;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.ObservedCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * The state of one import, shared by the steps of its route, which are in this package. The steps
 * run in sequence; only segments are staged in parallel.
 */
public final class ImportOperation implements CheckpointOperation {
  final ImportRequest request;
  final BundleReader reader;
  final Optional<VerifierKey> exporter;
  final Instant started;

  /** The files that the import has staged. */
  final WorkCounters counters = new WorkCounters();

  /** The first failure of its segments, which are staged in parallel. */
  final FirstFailure firstFailure = new FirstFailure();

  /** Empty before the lock of the log is acquired. */
  Optional<HeadUpdate> headUpdate = Optional.empty();

  /** Empty if the import changes no files. */
  Optional<StagedFiles> stagedFiles = Optional.empty();

  /** Number of entries from entry 0 that the mirror had before; 0 if nothing is staged. */
  long coveredBefore;

  /** Whether files of the mirror were lost, which the bundle may bring back. */
  boolean damaged;

  /** SHA-256 of the file; empty before it is read to its end. */
  String sha256 = "";

  /** Why an older bundle could not be compared with the stored history; empty if it was. */
  String notComparedReason = "";

  private final Backend backend;
  private final BiFunction<ImportOperation, AttestorException, Object> onFailure;
  private @Nullable BundleNotes notes;
  private @Nullable VerifiedTiles verifiedTiles;
  private @Nullable InboundSegments segments;

  ImportOperation(
      ImportRequest request,
      BundleReader reader,
      Backend backend,
      Optional<VerifierKey> exporter,
      Instant started,
      BiFunction<ImportOperation, AttestorException, Object> onFailure) {
    this.request = request;
    this.reader = reader;
    this.backend = backend;
    this.exporter = exporter;
    this.started = started;
    this.onFailure = onFailure;
  }

  @Override
  public Object fail(AttestorException error) {
    return onFailure.apply(this, error);
  }

  @Override
  public Optional<String> recordRoute() {
    return Optional.of(Imports.RECORD_ROUTE);
  }

  @Override
  public Optional<ObservedCheckpoint> observedCheckpoint(TreeHead head) {
    return headUpdate.flatMap(begun -> begun.observedCheckpoint(head));
  }

  BundleManifest manifest() {
    return reader.manifest();
  }

  @Override
  public Backend backend() {
    return backend;
  }

  void setNotes(BundleNotes bundleNotes) {
    this.notes = bundleNotes;
  }

  BundleNotes notes() {
    return required(notes);
  }

  void setVerifiedTiles(VerifiedTiles tiles) {
    this.verifiedTiles = tiles;
  }

  VerifiedTiles verifiedTiles() {
    return required(verifiedTiles);
  }

  void setSegments(InboundSegments incoming) {
    this.segments = incoming;
  }

  InboundSegments segments() {
    return required(segments);
  }

  /** Closes the file and deletes staged files that were not published. */
  void close() {
    reader.close();
    stagedFiles.ifPresent(StagedFiles::close);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step of the import was left out");
    }
    return value;
  }
}
