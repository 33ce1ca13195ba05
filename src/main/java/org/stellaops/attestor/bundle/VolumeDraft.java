package org.stellaops.attestor.bundle;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.ProvedTiles;
import org.stellaops.attestor.note.NoteSigner;

/** A volume that is planned and can be written. */
public final class VolumeDraft {
  private final BundleManifest manifest;
  private final List<ArchivedFile> controls;
  private final MirroredFiles files;
  private final ProvedTiles proved;

  VolumeDraft(
      BundleManifest manifest,
      List<ArchivedFile> controls,
      MirroredFiles files,
      ProvedTiles proved) {
    this.manifest = manifest;
    this.controls = controls;
    this.files = files;
    this.proved = proved;
  }

  /**
   * The volumes of an export in their order, at least one.
   *
   * @throws org.stellaops.attestor.failure.AttestorException with {@code incomplete} or {@code
   *     bad_tile} if the mirror is not whole
   */
  public static List<VolumeDraft> plan(ExportOrder order, MirrorTree tree) {
    return BundlePlan.of(order, tree);
  }

  /** What the volume will say of itself. */
  public BundleManifest manifest() {
    return manifest;
  }

  /** How many tiles come before the pieces. */
  public int proofTiles() {
    return proved.tiles().size();
  }

  /** The pieces of the tree, from the left; each can be packed by any thread. */
  public Iterator<OutgoingPiece> pieces(Compression compression) {
    TileRuns runs = new TileRuns(files.backend(), manifest, proved, files);
    return new OutgoingPieces(runs, files, compression);
  }

  /** The files before the tree: the manifest, its signature, the notes, the tiles of the proof. */
  List<ArchivedFile> head(Optional<NoteSigner> signer) {
    byte[] json = ManifestJson.print(manifest);
    List<ArchivedFile> head = new ArrayList<>();
    head.add(new ArchivedFile(BundleManifest.PATH, json));
    signer
        .map(key -> ManifestNote.sign(key, manifest.origin(), json))
        .ifPresent(note -> head.add(new ArchivedFile(BundleManifest.NOTE_PATH, note.raw())));
    head.addAll(controls);
    return head;
  }

  /** The tiles of the proof, in their order. */
  List<ArchivedFile> proof() {
    return ProofTiles.of(manifest).stream()
        .map(tile -> new ArchivedFile(tile.path(), proved.read(tile).bytes()))
        .toList();
  }
}
