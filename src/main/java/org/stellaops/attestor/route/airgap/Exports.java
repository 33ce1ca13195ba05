package org.stellaops.attestor.route.airgap;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.archive.CompressedSegment;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.write.BundlePlan;
import org.stellaops.attestor.bundle.write.BundleWriter;
import org.stellaops.attestor.bundle.write.OutboundSegment;
import org.stellaops.attestor.bundle.write.PlannedVolume;
import org.stellaops.attestor.bundle.write.WrittenBundle;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.Operation;

/** Exports the mirror of a log to bundles; signs them if there is a signer. */
public record Exports(
    ExportPlanner planner,
    MirrorTree tree,
    Optional<NoteSigner> signer,
    BundleListener listener,
    Clock clock) {
  static final String RECORD_ROUTE = "end-export";

  private static final String DIRECTION = "export";

  /** Starts an export that is not planned yet. */
  public Operation start(@Variable("exportRequest") ExportRequest request) {
    return Operation.recordedBy(
        RECORD_ROUTE,
        error -> List.of(failedReport(request, Optional.empty(), clock.instant(), error)));
  }

  /** Fixes the contents of the export; the mirror may grow meanwhile. */
  public ExportOperation prepare(@Variable("exportRequest") ExportRequest request) {
    Instant started = clock.instant();
    Compression.of(request.output());
    return new ExportOperation(request, planner.plan(request), started, this::fail);
  }

  /** Plans the volumes. */
  public void plan(@Variable("operation") ExportOperation export) {
    export.volumes = BundlePlan.of(export.spec, export.proofs, tree);
  }

  /** The volumes in order. */
  public List<PlannedVolume> volumes(@Variable("operation") ExportOperation export) {
    return export.volumes;
  }

  /** Creates the file of a volume under a temporary hidden name. */
  public void beginVolume(
      @Variable("operation") ExportOperation export, @Body PlannedVolume volume) {
    BundleManifest manifest = volume.manifest();
    Path target = VolumeName.of(export.request.output(), manifest);
    listener.onStart(target, manifest.tiles() + manifest.entryBundles());
    export.setWriter(BundleWriter.begin(volume, target, signer));
    listener.onProgress(volume.proofTileCount());
  }

  /** The segments of the tree in order, up to the first failure. */
  public Iterator<OutboundSegment> segments(@Variable("operation") ExportOperation export) {
    return export.firstFailure.until(export.writer().segments());
  }

  /** Reads, verifies and compresses the files of a segment. */
  public CompressedSegment compress(@Body OutboundSegment segment) {
    return segment.compress();
  }

  /** Writes a compressed segment after those before it. */
  public void append(
      @Variable("operation") ExportOperation export, @Body CompressedSegment segment) {
    listener.onProgress(export.writer().append(segment));
  }

  /** Records the failure of a segment and aborts the segments that wait to be written. */
  public void recordFailure(
      @Variable("operation") ExportOperation export,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    export.firstFailure.record(thrown);
    export.writer().abort(FailureMapper.map(thrown));
  }

  /** Throws the first failure of the segments, all of which have ended. */
  public void requireNoFailure(@Variable("operation") ExportOperation export) throws Exception {
    export.firstFailure.requireNone();
  }

  /** Writes the trailer of the volume and renames the file to its final name. */
  public void finishVolume(@Variable("operation") ExportOperation export) {
    export.addWrittenVolume(export.writer().finish());
  }

  /** Ends a successful export; returns one report for each volume. */
  public List<BundleReport> finish(@Variable("operation") ExportOperation export) {
    export.close();
    return export.writtenVolumes().stream().map(volume -> report(export, volume)).toList();
  }

  /**
   * Ends a failed export. Volumes that were finished before can be imported; they are kept and
   * reported as written.
   */
  private List<BundleReport> fail(ExportOperation export, AttestorException error) {
    export.close();
    List<BundleReport> reports = new ArrayList<>();
    export.writtenVolumes().forEach(volume -> reports.add(report(export, volume)));
    Optional<BundleManifest> manifest =
        export.volumes.stream()
            .skip(export.writtenVolumes().size())
            .findFirst()
            .map(PlannedVolume::manifest);
    reports.add(failedReport(export.request, manifest, export.started, error));
    return reports;
  }

  private BundleReport failedReport(
      ExportRequest request,
      Optional<BundleManifest> manifest,
      Instant started,
      AttestorException error) {
    Path file =
        manifest.map(each -> VolumeName.of(request.output(), each)).orElse(request.output());
    return BundleReport.failed(
        DIRECTION, request.backend(), file, manifest, started, clock.instant(), error);
  }

  private BundleReport report(ExportOperation export, WrittenBundle volume) {
    return new BundleReport(
        DIRECTION,
        export.request.backend(),
        volume.file(),
        volume.sha256(),
        volume.bytes(),
        Optional.of(volume.manifest()),
        signer.map(NoteSigner::key).map(VerifierKey::name),
        export.started,
        clock.instant(),
        "written",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "");
  }
}
