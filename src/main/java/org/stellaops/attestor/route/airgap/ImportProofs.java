package org.stellaops.attestor.route.airgap;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.format.BundleManifest;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;

/** Verifies that the tree of a bundle is consistent with the stored history. */
public final class ImportProofs {
  private final MirrorTree tree;
  private final LocalHistory history;

  /** Compares with this store and this file tree. */
  public ImportProofs(CheckpointStore store, MirrorTree tree) {
    this.tree = tree;
    this.history = new LocalHistory(store, tree);
  }

  /**
   * Compares the pending note of a bundle with the stored history. A note of a larger tree than any
   * known one cannot be compared.
   *
   * @throws ContradictionException with {@code split_view} if it is of another history
   */
  public void requireConsistentPending(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    bundle.notes().pending().ifPresent(note -> history.contains(update.origin(), note.head()));
  }

  /** Verifies the tiles at the beginning of the bundle against the signed root. */
  public void verifyTiles(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    Map<Tile, TileHashes> received = bundle.reader.readProofTiles();
    TileSource source = tile -> requirePresent(received.get(tile), tile);
    bundle.setVerifiedTiles(bundle.notes().consistencyProof(bundle.manifest()).verify(source));
    update.setProof(bundle.verifiedTiles());
  }

  /**
   * Checks that the bundle continues the stored history, before its large part is read.
   *
   * @throws AttestorException with {@code incomplete} and the missing range if there is a gap; with
   *     {@code configuration} if the backend mirrors entries and the bundle has none
   */
  public void requireLink(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    BundleManifest manifest = bundle.manifest();
    HeadTransition transition = update.transition();
    long covered = DryRuns.coveredSize(bundle, update);
    if (manifest.hasTiles() && manifest.head().size() > covered) {
      requireUsable(bundle, transition);
      if (covered < manifest.from()) {
        throw missingEntries(bundle, covered, manifest.from());
      }
    }
    if (!(transition instanceof HeadTransition.Stale)) {
      for (Tile tile : transition.requiredProof().requiredTiles()) {
        if (!isAvailable(bundle, tile)) {
          throw missingLink(bundle, transition.requiredProof().smaller());
        }
      }
    }
  }

  private void requireUsable(ImportOperation bundle, HeadTransition transition) {
    String id = bundle.backend().id();
    if (transition instanceof HeadTransition.Stale stale) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          ("the mirror of '%s' lacks entries up to size %s, and the bundle has an "
                  + "older tree of size %s")
              .formatted(id, stale.pending().size(), bundle.manifest().head().size()),
          "import a bundle of at least " + stale.pending().size() + " entries");
    }
    if (bundle.backend().mirrorEntries() && !bundle.manifest().hasEntries()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has no entries, but backend '" + id + "' mirrors entries",
          "export with --include-entries, or set mirrorEntries: false for this backend");
    }
  }

  private static AttestorException missingEntries(ImportOperation bundle, long from, long to) {
    BundleManifest manifest = bundle.manifest();
    String what =
        manifest.volumes() == 1
            ? "the bundle"
            : "volume " + manifest.volume() + " of " + manifest.volumes();
    return new AttestorException(
        Failure.INCOMPLETE,
        ("an earlier bundle is missing: the mirror lacks entries %s to %s of '%s', "
                + "and %s begins at entry %s")
            .formatted(from, to - 1, manifest.origin(), what, to),
        "import the missing bundle first, or run on the exporting side: stella attestor export"
            + " --since "
            + from);
  }

  private static AttestorException missingLink(ImportOperation bundle, TreeHead knownHead) {
    return new AttestorException(
        Failure.INCOMPLETE,
        ("tiles are missing to prove that the bundle's tree of size %s extends the "
                + "known one of size %s")
            .formatted(bundle.manifest().head().size(), knownHead.size()),
        "on the exporting side run: stella attestor export --since " + knownHead.size());
  }

  /** The tiles to keep in memory, because later proofs need them. */
  Set<Tile> tilesToRetain(ImportOperation bundle, HeadUpdate update) {
    Set<Tile> tiles = new HashSet<>(update.transition().requiredProof().requiredTiles());
    for (SignedCheckpoint note : bundle.notes().notesProvedByTree(bundle.manifest())) {
      tiles.addAll(new TileConsistencyProof(note.head(), bundle.manifest().head()).requiredTiles());
    }
    return tiles;
  }

  /**
   * Verifies that the trees of the bundle's notes and the known tree are prefixes of the exported
   * one, or that the exported one is a prefix of the known tree.
   *
   * @throws ContradictionException if they are not
   */
  public void checkConsistency(
      @Variable("operation") ImportOperation bundle, @Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    for (SignedCheckpoint note : bundle.notes().notesProvedByTree(bundle.manifest())) {
      new TileConsistencyProof(note.head(), bundle.manifest().head())
          .verify(tile -> tile(bundle, tile));
    }
    if (transition instanceof HeadTransition.Stale stale) {
      checkOlder(update, stale);
    } else {
      transition.requiredProof().verify(tile -> tile(bundle, tile));
    }
  }

  private void checkOlder(HeadUpdate update, HeadTransition.Stale stale) {
    if (!history.contains(update.origin(), stale.checkpoint().head())) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          ("the mirror lacks the tiles to compare the bundle's older tree with the "
                  + "known one of size %s")
              .formatted(stale.pending().size()),
          "import a bundle of at least " + stale.pending().size() + " entries");
    }
  }

  private boolean isAvailable(ImportOperation bundle, Tile tile) {
    return bundle.verifiedTiles().tiles().containsKey(tile)
        || bundle.manifest().containsTile(tile)
        || tree.tile(bundle.backend().origin(), tile).isPresent();
  }

  private TileHashes tile(ImportOperation bundle, Tile tile) {
    TileHashes proved = bundle.verifiedTiles().tiles().get(tile);
    TileHashes retained = bundle.segments().retained().get(tile);
    TileHashes available = proved == null ? retained : proved;
    return available != null
        ? available
        : requirePresent(tree.tile(bundle.backend().origin(), tile).orElse(null), tile);
  }

  private static TileHashes requirePresent(@Nullable TileHashes hashes, Tile tile) {
    if (hashes == null) {
      throw new IllegalStateException("unexpected order: " + tile + " is not staged yet");
    }
    return hashes;
  }
}
