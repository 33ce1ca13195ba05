package org.stellaops.attestor.bundle.write;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.bundle.archive.ArchiveEntry;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.bundle.format.ManifestJson;
import org.stellaops.attestor.bundle.format.ManifestNote;
import org.stellaops.attestor.bundle.format.ProofTiles;
import org.stellaops.attestor.bundle.format.TileRanges;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.NoteSigner;

/** A volume that is planned and can be written. */
public final class PlannedVolume {
  private final BundleManifest manifest;
  private final List<ArchiveEntry> metadata;
  private final MirrorReader mirror;
  private final VerifiedTiles verified;

  PlannedVolume(
      BundleManifest manifest,
      List<ArchiveEntry> metadata,
      MirrorReader mirror,
      VerifiedTiles verified) {
    this.manifest = manifest;
    this.metadata = metadata;
    this.mirror = mirror;
    this.verified = verified;
  }

  /**
   * The volumes of an export in their order, at least one.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code incomplete} or {@code
   *     bad_tile} if the mirror is not whole
   */
  public static List<PlannedVolume> plan(ExportSpec spec, MirrorTree tree) {
    return BundlePlan.of(spec, tree);
  }

  /** What the volume will say of itself. */
  public BundleManifest manifest() {
    return manifest;
  }

  /** How many tiles come before the pieces. */
  public int proofTileCount() {
    return verified.tiles().size();
  }

  /** The pieces of the tree, from the left; each can be packed by any thread. */
  public Iterator<OutboundSegment> segments(Compression compression) {
    TileRanges ranges = new TileRanges(mirror.backend(), manifest, verified, mirror);
    return new OutboundSegments(ranges, mirror, compression);
  }

  /** The files before the tree: the manifest, its signature, the notes, the tiles of the proof. */
  List<ArchiveEntry> leadingFiles(Optional<NoteSigner> signer) {
    byte[] json = ManifestJson.print(manifest);
    List<ArchiveEntry> leading = new ArrayList<>();
    leading.add(new ArchiveEntry(BundleManifest.PATH, json));
    signer
        .map(key -> ManifestNote.sign(key, manifest.origin(), json))
        .ifPresent(note -> leading.add(new ArchiveEntry(BundleManifest.NOTE_PATH, note.raw())));
    leading.addAll(metadata);
    return leading;
  }

  /** The tiles of the proof, in their order. */
  List<ArchiveEntry> proofFiles() {
    return ProofTiles.of(manifest).stream()
        .map(tile -> new ArchiveEntry(tile.path(), verified.read(tile).bytes()))
        .toList();
  }
}
