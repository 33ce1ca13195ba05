package org.stellaops.attestor.bundle.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.TarFiles;
import org.stellaops.attestor.bundle.format.BundleConsistencyProof;
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.ConsistencyFile;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.bundle.format.TileRange;
import org.stellaops.attestor.bundle.format.TileRanges;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.TreeShape;

/**
 * Plans the volumes of an export. The same specification, proofs and mirror give the same plan.
 *
 * @param spec what to export
 * @param proofs for a log without tiles: the consistency proofs from {@link ExportSpec#earlier()}
 *     to the head, in the same order; empty for a log with tiles
 * @param mirror the mirror of the log
 * @param verified the proof tiles, verified against the head
 */
public record BundlePlan(
    ExportSpec spec, List<ConsistencyProof> proofs, MirrorReader mirror, VerifiedTiles verified) {
  private static final long VOLUME_OVERHEAD_BYTES = 1 << 17;

  /**
   * Plans the volumes, at least one, in their order.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code incomplete} or {@code
   *     bad_tile} if files of the mirror are missing or damaged
   */
  public static List<PlannedVolume> of(
      ExportSpec spec, List<ConsistencyProof> proofs, MirrorTree tree) {
    MirrorReader mirror = new MirrorReader(spec.backend(), tree);
    VerifiedTiles verified =
        spec.backend().hasTiles()
            ? new BundleConsistencyProof(spec.head().head(), provedCheckpoints(spec)).verify(mirror)
            : new VerifiedTiles(spec.head().head(), Map.of());
    return new BundlePlan(spec, proofs, mirror, verified).volumes();
  }

  /** The checkpoints that the proof tiles must prove; with tiles, the tree proves the others. */
  private static List<SignedCheckpoint> provedCheckpoints(ExportSpec spec) {
    List<SignedCheckpoint> earlier = new ArrayList<>();
    spec.base().ifPresent(earlier::add);
    if (spec.content() == BundleContent.CHECKPOINTS) {
      earlier.addAll(spec.history());
    }
    return earlier;
  }

  private List<PlannedVolume> volumes() {
    List<VolumeRange> ranges = ranges();
    List<PlannedVolume> volumes = new ArrayList<>();
    for (VolumeRange range : ranges) {
      List<ArchiveEntry> metadata = metadata(range, range.equals(ranges.get(ranges.size() - 1)));
      BundleManifest manifest = manifest(range, volumes.size() + 1, ranges.size(), metadata);
      volumes.add(new PlannedVolume(manifest, metadata, mirror, verified));
    }
    return volumes;
  }

  private List<VolumeRange> ranges() {
    long size = spec.head().head().size();
    if (spec.content() == BundleContent.CHECKPOINTS) {
      return List.of(new VolumeRange(size, size));
    }
    boolean entries = spec.content() == BundleContent.ENTRIES;
    return VolumeRange.split(
        mirror,
        new TreeShape(size),
        BundleManifest.entryBundleStart(spec.baseHead().size()),
        entries,
        fixedBytes(),
        spec.volumeSize());
  }

  /** The size of everything but the tree; the manifest has 1 KiB and up to 256 bytes per file. */
  private long fixedBytes() {
    List<ArchiveEntry> all = metadata(new VolumeRange(0, Long.MAX_VALUE), true);
    return VOLUME_OVERHEAD_BYTES
        + all.stream().mapToLong(file -> TarFiles.paddedSize(file.content().length()) + 256).sum()
        + verified.tiles().keySet().stream()
            .mapToLong(tile -> TarFiles.paddedSize(tile.byteCount()))
            .sum();
  }

  /** A checkpoint is in the volume that contains the path to the end of its tree. */
  private List<ArchiveEntry> metadata(VolumeRange range, boolean isLast) {
    List<ArchiveEntry> metadata = new ArrayList<>();
    metadata.add(new ArchiveEntry(MetadataFile.CHECKPOINT, spec.head().note().raw()));
    spec.base().ifPresent(base -> metadata.add(checkpointFile(base)));
    boolean allNotes = spec.content() == BundleContent.CHECKPOINTS;
    spec.history().stream()
        .filter(note -> allNotes || isIn(range, note.head().size()))
        .map(BundlePlan::checkpointFile)
        .forEach(metadata::add);
    proofs.stream().map(BundlePlan::consistencyFile).forEach(metadata::add);
    if (isLast) {
      spec.pending()
          .ifPresent(note -> metadata.add(new ArchiveEntry(MetadataFile.PENDING, note.raw())));
      spec.attachedFiles()
          .forEach((path, content) -> metadata.add(new ArchiveEntry(path, content)));
    }
    return metadata;
  }

  private static boolean isIn(VolumeRange range, long size) {
    return range.from() < size && size <= range.to();
  }

  private static ArchiveEntry checkpointFile(SignedCheckpoint note) {
    return new ArchiveEntry(MetadataFile.checkpointPath(note.head().size()), note.note().raw());
  }

  private static ArchiveEntry consistencyFile(ConsistencyProof proof) {
    return new ArchiveEntry(
        MetadataFile.consistencyPath(proof.from()), ConsistencyFile.print(proof));
  }

  private BundleManifest manifest(
      VolumeRange range, int volume, int volumes, List<ArchiveEntry> metadata) {
    List<MetadataFile> files =
        metadata.stream().map(file -> MetadataFile.of(file.path(), file.bytes())).toList();
    long tiles = verified.tiles().size();
    long entryBundles = 0;
    TileRanges ranges =
        new TileRanges(spec.backend(), spec.content(), range.from(), range.to(), verified, mirror);
    while (ranges.hasNext()) {
      TileRange next = ranges.next();
      if (next.kind() == TileRange.Kind.ENTRIES) {
        entryBundles += next.expected().size();
      } else {
        tiles += next.expected().size();
      }
    }
    VerifierKey key = spec.backend().log().key();
    return new BundleManifest(
        spec.backend().origin(),
        key.name(),
        key.keyId().toString(),
        spec.head().head(),
        spec.baseHead(),
        spec.content(),
        range.from(),
        range.to(),
        spec.minimumIndex(),
        volume,
        volumes,
        tiles,
        entryBundles,
        files);
  }
}
