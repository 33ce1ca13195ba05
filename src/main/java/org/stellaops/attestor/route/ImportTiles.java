package org.stellaops.attestor.route;

import java.util.Iterator;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.stellaops.attestor.bundle.AdmittedPiece;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.bundle.IncomingPiece;
import org.stellaops.attestor.bundle.IncomingPieces;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.StagedFiles;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** Takes the tree out of a bundle: checks every file, stages what is new, publishes it at once. */
public final class ImportTiles {
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final ImportProofs proofs;
  private final BundleWatch watch;

  /** Takes trees into this one. */
  public ImportTiles(
      CheckpointStore store, MirrorTree tree, ImportProofs proofs, BundleWatch watch) {
    this.store = store;
    this.tree = tree;
    this.proofs = proofs;
    this.watch = watch;
  }

  /** Makes ready for the tree: a place out of sight, and the tiles of the proof in it. */
  public void begin(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    IncomingPieces pieces =
        bundle.reader().pieces(bundle.backend(), bundle.proved(), proofs.toRemember(bundle, cycle));
    bundle.taking(pieces);
    long covered = store.find(cycle.origin()).map(LogState::covered).orElse(0L);
    boolean changes =
        !bundle.request().dryRun()
            && bundle.manifest().hasTiles()
            && !(cycle.verdict().orElseThrow() instanceof Verdict.Stale)
            && covered < bundle.manifest().to();
    if (changes) {
      bundle.staging(tree.stage(cycle.origin()), covered);
      bundle.proved().files().forEach(file -> stage(bundle, cycle, file));
    }
    watch.done(bundle.proved().tiles().size());
  }

  /** The pieces of the tree, from the left; no further ones once one has failed. */
  public Iterator<IncomingPiece> pieces(
      @Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    return cycle.tally().untilFailure(bundle.pieces());
  }

  /** Lets a piece pass if each of its files is what its parent commits to. */
  public AdmittedPiece admit(@Body IncomingPiece piece) {
    AdmittedPiece admitted = piece.admit();
    watch.done(admitted.files().size());
    return admitted;
  }

  /** Puts what is new beside the rest, out of sight. */
  public void stage(
      @Variable("import") BundleImport bundle,
      @Variable("cycle") Cycle cycle,
      @Body AdmittedPiece piece) {
    if (bundle.staged().isPresent()) {
      piece.files().stream()
          .filter(file -> isNew(bundle, file.resource()))
          .forEach(file -> stage(bundle, cycle, file));
    }
    piece.release();
  }

  private static void stage(BundleImport bundle, Cycle cycle, VerifiedFile file) {
    bundle.staged().orElseThrow().write(file);
    cycle.tally().written(file.resource(), file.length());
  }

  private static boolean isNew(BundleImport bundle, Resource resource) {
    if (resource instanceof EntryBundle && !bundle.backend().mirrorEntries()) {
      return false;
    }
    return resource instanceof Tile tile && tile.level() > 0
        || resource.index() >= bundle.covered() / Resource.FULL;
  }

  /** Moves everything to its place, and then the covered size. */
  public void publish(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    if (bundle.staged().isEmpty()) {
      return;
    }
    StagedFiles staged = bundle.staged().get();
    if (!cycle.lock().valid()) {
      throw new AttestorException(
          Failure.STORE,
          "the lock of '" + cycle.origin() + "' was lost with the connection to PostgreSQL",
          "import the bundle again");
    }
    staged.publish();
    BundleManifest manifest = bundle.manifest();
    store.advanceCovered(cycle.origin(), manifest.to());
  }
}
