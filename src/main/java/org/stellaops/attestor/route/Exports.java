package org.stellaops.attestor.route;

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
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.bundle.BundleWriter;
import org.stellaops.attestor.bundle.Compression;
import org.stellaops.attestor.bundle.OutgoingPiece;
import org.stellaops.attestor.bundle.PackedPiece;
import org.stellaops.attestor.bundle.VolumeDraft;
import org.stellaops.attestor.bundle.WrittenBundle;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.note.VerifierKey;

/** Writes the mirror of a log into bundles. */
public final class Exports {
  private final ExportOrders orders;
  private final MirrorTree tree;
  private final Optional<NoteSigner> signer;
  private final BundleWatch watch;
  private final Clock clock;

  /** Exports this tree of files, and signs bundles if there is a key. */
  public Exports(
      ExportOrders orders,
      MirrorTree tree,
      Optional<NoteSigner> signer,
      BundleWatch watch,
      Clock clock) {
    this.orders = orders;
    this.tree = tree;
    this.signer = signer;
    this.watch = watch;
    this.clock = clock;
  }

  /** Says what goes out; the mirror may go on growing from here on. */
  public BundleExport order(@Variable("request") ExportRequest request) {
    Instant started = clock.instant();
    Compression.of(request.output());
    return new BundleExport(request, orders.order(request), started);
  }

  /** Plans the volumes. */
  public void plan(@Variable("export") BundleExport export) {
    export.planned(VolumeDraft.plan(export.order(), tree));
  }

  /** The volumes in their order. */
  public List<VolumeDraft> volumes(@Variable("export") BundleExport export) {
    return export.volumes();
  }

  /** Begins a file under a name that nobody looks at. */
  public void begin(@Variable("export") BundleExport export, @Body VolumeDraft volume) {
    BundleManifest manifest = volume.manifest();
    Path target = VolumeName.of(export.request().output(), manifest);
    watch.begin(target, manifest.tiles() + manifest.entryBundles());
    export.writing(volume, BundleWriter.begin(volume, target, signer));
    watch.done(volume.proofTiles());
  }

  /** The pieces of the tree, from the left; no further ones once one has failed. */
  public Iterator<OutgoingPiece> pieces(@Variable("export") BundleExport export) {
    Compression compression = Compression.of(export.request().output());
    return export.tally().untilFailure(export.draft().pieces(compression));
  }

  /** Reads the files of a piece, checks them once more, and packs them. */
  public PackedPiece pack(@Body OutgoingPiece piece) {
    return piece.pack();
  }

  /** Writes a packed piece when it is its turn. */
  public void append(@Variable("export") BundleExport export, @Body PackedPiece piece) {
    watch.done(export.writer().append(piece));
  }

  /** A piece failed: those that wait for their turn after it are let go. */
  public void giveUp(
      @Variable("export") BundleExport export,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    export.tally().failed(thrown);
    export.writer().abandon(Failures.of(thrown));
  }

  /** Raises the failure of a piece, now that all others have ended. */
  public void requireNoFailure(@Variable("export") BundleExport export) throws Exception {
    export.tally().requireNoFailure();
  }

  /** Seals the file and gives it its name. */
  public void finishVolume(@Variable("export") BundleExport export) {
    export.written(export.writer().finish());
  }

  /** All volumes are there. */
  public List<BundleReport> finish(@Variable("export") BundleExport export) {
    export.close();
    return export.written().stream().map(volume -> report(export, volume)).toList();
  }

  /**
   * The export failed. Volumes that were finished before are good, and each of them can be imported
   * where the next try is not worth waiting for; they stay, and are told of as others are.
   */
  public List<BundleReport> fail(
      @Variable("request") ExportRequest request,
      @Variable("export") @Nullable BundleExport export,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    Instant now = clock.instant();
    Optional<BundleManifest> manifest = Optional.empty();
    List<BundleReport> reports = new ArrayList<>();
    if (export != null) {
      export.close();
      export.written().forEach(volume -> reports.add(report(export, volume)));
      manifest =
          export.volumes().stream()
              .skip(export.written().size())
              .findFirst()
              .map(VolumeDraft::manifest);
    }
    reports.add(
        new BundleReport(
            "export",
            request.backend(),
            manifest.map(of -> VolumeName.of(request.output(), of)).orElse(request.output()),
            "",
            0,
            manifest,
            Optional.empty(),
            Who.runs(),
            export == null ? now : export.started(),
            now,
            why.failure().word(),
            Optional.of(why.failure()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            why.getMessage(),
            why.hint()));
    return reports;
  }

  private BundleReport report(BundleExport export, WrittenBundle volume) {
    return new BundleReport(
        "export",
        export.request().backend(),
        volume.file(),
        volume.sha256(),
        volume.bytes(),
        Optional.of(volume.manifest()),
        signer.map(NoteSigner::key).map(VerifierKey::name),
        Who.runs(),
        export.started(),
        clock.instant(),
        "written",
        Optional.<Failure>empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        "");
  }
}
