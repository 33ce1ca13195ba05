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
import org.stellaops.attestor.mirror.VerifiedTiles;
import org.stellaops.attestor.note.NoteSigner;

/**
 * A planned volume of an export, ready to be written.
 *
 * @param manifest its manifest
 * @param metadata the metadata files in their order
 * @param mirror the mirror of the log
 * @param verified the proof tiles, verified against the head
 */
public record PlannedVolume(
    BundleManifest manifest,
    List<ArchiveEntry> metadata,
    MirrorReader mirror,
    VerifiedTiles verified) {
  /** The number of proof tiles. */
  public int proofTileCount() {
    return verified.tiles().size();
  }

  /** The segments of the tree in their order; any thread may compress them. */
  public Iterator<OutboundSegment> segments(Compression compression) {
    TileRanges ranges =
        new TileRanges(
            mirror.backend(), manifest.content(), manifest.from(), manifest.to(), verified, mirror);
    return new OutboundSegments(ranges, mirror, compression);
  }

  /** The manifest, its signature and the metadata files in their order. */
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

  /** The proof tiles in their order. */
  List<ArchiveEntry> proofFiles() {
    return ProofTiles.of(manifest).stream()
        .map(tile -> new ArchiveEntry(tile.path(), verified.read(tile).bytes()))
        .toList();
  }
}
