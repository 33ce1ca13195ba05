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
 * The state of one import, shared by the steps of its route. The steps run in sequence; only
 * segments are staged in parallel.
 */
public final class ImportOperation implements CheckpointOperation {
  private final FirstFailure firstFailure = new FirstFailure();
  private final ImportRequest request;
  private final BundleReader reader;
  private final Backend backend;
  private final Optional<VerifierKey> exporter;
  private final Instant started;
  private final BiFunction<ImportOperation, AttestorException, Object> onFailure;

  private final WorkCounters counters = new WorkCounters();
  private @Nullable HeadUpdate headUpdate;
  private @Nullable BundleNotes notes;
  private @Nullable VerifiedTiles verifiedTiles;
  private @Nullable InboundSegments segments;
  private @Nullable StagedFiles stagedFiles;
  private long coveredBefore;
  private String sha256 = "";
  private String notComparedReason = "";

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
    return headUpdate().flatMap(begun -> begun.observedCheckpoint(head));
  }

  void setHeadUpdate(HeadUpdate begun) {
    this.headUpdate = begun;
  }

  /** Empty before the lock of the log is acquired. */
  Optional<HeadUpdate> headUpdate() {
    return Optional.ofNullable(headUpdate);
  }

  /** The files that the import has staged. */
  WorkCounters counters() {
    return counters;
  }

  public ImportRequest request() {
    return request;
  }

  BundleReader reader() {
    return reader;
  }

  BundleManifest manifest() {
    return reader.manifest();
  }

  @Override
  public Backend backend() {
    return backend;
  }

  Optional<VerifierKey> exporter() {
    return exporter;
  }

  Instant started() {
    return started;
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

  void setStagedFiles(StagedFiles files, long coveredSize) {
    this.stagedFiles = files;
    this.coveredBefore = coveredSize;
  }

  /** Number of entries from entry 0 that the mirror had before; 0 if nothing is staged. */
  long coveredBefore() {
    return coveredBefore;
  }

  Optional<StagedFiles> stagedFiles() {
    return Optional.ofNullable(stagedFiles);
  }

  void setSha256(String fileDigest) {
    this.sha256 = fileDigest;
  }

  String sha256() {
    return sha256;
  }

  /** Sets why an older bundle could not be compared with the stored history. */
  void setNotComparedReason(String reason) {
    this.notComparedReason = reason;
  }

  /** Why the bundle was not compared; empty if it was. */
  String notComparedReason() {
    return notComparedReason;
  }

  /** Closes the file and deletes staged files that were not published. */
  void close() {
    reader.close();
    stagedFiles().ifPresent(StagedFiles::close);
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a step of the import was left out");
    }
    return value;
  }

  /** The first failure of its segments, which are staged in parallel. */
  FirstFailure firstFailure() {
    return firstFailure;
  }
}
