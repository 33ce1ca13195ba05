package org.stellaops.attestor.route;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.bundle.BundleManifest;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;
import org.stellaops.attestor.tlog.TreeHead;

/** Proves that the tree of a bundle is one history with what is known here. */
public final class ImportProofs {
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final KnownHistory history;

  /** Compares with this store and this tree of files. */
  public ImportProofs(CheckpointStore store, MirrorTree tree) {
    this.store = store;
    this.tree = tree;
    this.history = new KnownHistory(store, tree);
  }

  /**
   * Holds the pending note of a bundle against what is known here. It moves nothing, and a larger
   * tree than any that is known tells nothing; but the log has signed it.
   *
   * @throws ContradictionException with {@code split_view} if it is of another history
   */
  public void recallPending(
      @Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    bundle.notes().pending().ifPresent(note -> history.has(cycle.origin(), note.head()));
  }

  /** Checks the tiles at the beginning of the bundle against the root that the log has signed. */
  public void check(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    Map<Tile, TileHashes> came = bundle.reader().proof();
    TileSource source = tile -> known(came.get(tile), tile);
    bundle.proved(bundle.notes().proof(bundle.manifest()).check(source));
    cycle.proved(bundle.proved());
  }

  /**
   * Makes sure that the bundle builds on what is here, before the large rest of it is read.
   *
   * @throws AttestorException with {@code incomplete} if something between the two is missing, with
   *     the range; with {@code configuration} if it has no entries and they are wanted
   */
  public void requireLink(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    BundleManifest manifest = bundle.manifest();
    Verdict verdict = cycle.verdict().orElseThrow();
    long covered = DryRuns.covered(store, cycle);
    if (manifest.hasTiles() && manifest.head().size() > covered) {
      requireUse(bundle, verdict);
      if (covered < manifest.from()) {
        throw missing(bundle, covered, manifest.from());
      }
    }
    if (!(verdict instanceof Verdict.Stale)) {
      for (Tile tile : verdict.proof().tiles()) {
        if (!comesOrIsHere(bundle, tile)) {
          throw unlinked(bundle, verdict.proof().smaller());
        }
      }
    }
  }

  private void requireUse(BundleImport bundle, Verdict verdict) {
    String id = bundle.backend().id();
    if (verdict instanceof Verdict.Stale stale) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the mirror of '"
              + id
              + "' lacks entries of a tree of "
              + stale.pending().size()
              + " entries, and the bundle is of an older one of "
              + bundle.manifest().head().size(),
          "bring a bundle of " + stale.pending().size() + " entries or more");
    }
    if (bundle.backend().mirrorEntries() && !bundle.manifest().hasEntries()) {
      throw new AttestorException(
          Failure.CONFIGURATION,
          "the bundle has no entries, and the backend '" + id + "' mirrors entries",
          "export with --include-entries, or set mirrorEntries: false for this backend here");
    }
  }

  private static AttestorException missing(BundleImport bundle, long from, long to) {
    BundleManifest manifest = bundle.manifest();
    String what =
        manifest.volumes() == 1
            ? "the bundle"
            : "volume " + manifest.volume() + " of " + manifest.volumes();
    return new AttestorException(
        Failure.INCOMPLETE,
        "a bundle before this one is missing: entries "
            + from
            + " to "
            + (to - 1)
            + " of '"
            + manifest.origin()
            + "' are not here, and "
            + what
            + " begins at entry "
            + to,
        "import the missing one first, or let the other side run: stella attestor export --since "
            + from);
  }

  private static AttestorException unlinked(BundleImport bundle, TreeHead known) {
    return new AttestorException(
        Failure.INCOMPLETE,
        "the bundle does not show that its tree of "
            + bundle.manifest().head().size()
            + " entries begins with the "
            + known.size()
            + " entries that are known here; what links the two is missing",
        "let the other side run: stella attestor export --since " + known.size());
  }

  /** The tiles to keep as they pass, because further proofs read them. */
  Set<Tile> toRemember(BundleImport bundle, Cycle cycle) {
    Set<Tile> tiles = new HashSet<>(cycle.verdict().orElseThrow().proof().tiles());
    for (SignedCheckpoint note : bundle.notes().provedByTree(bundle.manifest())) {
      tiles.addAll(new GrowthProof(note.head(), bundle.manifest().head()).tiles());
    }
    return tiles;
  }

  /**
   * Shows that the trees of the bundle's notes, and the one that is known here, are prefixes of the
   * exported one, or that the exported one is a prefix of what is known.
   *
   * @throws ContradictionException if they are not
   */
  public void checkGrowth(@Variable("import") BundleImport bundle, @Variable("cycle") Cycle cycle) {
    Verdict verdict = cycle.verdict().orElseThrow();
    for (SignedCheckpoint note : bundle.notes().provedByTree(bundle.manifest())) {
      new GrowthProof(note.head(), bundle.manifest().head()).check(tile -> tile(bundle, tile));
    }
    if (verdict instanceof Verdict.Stale stale) {
      checkOlder(cycle, stale);
    } else {
      verdict.proof().check(tile -> tile(bundle, tile));
    }
  }

  private void checkOlder(Cycle cycle, Verdict.Stale stale) {
    if (!history.has(cycle.origin(), stale.checkpoint().head())) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the bundle is of an older tree than the "
              + stale.pending().size()
              + " entries that are known here, and the tiles that would show it to be a part of"
              + " them are not here",
          "bring a bundle of " + stale.pending().size() + " entries or more");
    }
  }

  private boolean comesOrIsHere(BundleImport bundle, Tile tile) {
    return bundle.proved().tiles().containsKey(tile)
        || bundle.manifest().carries(tile)
        || tree.tile(bundle.backend().origin(), tile).isPresent();
  }

  private TileHashes tile(BundleImport bundle, Tile tile) {
    TileHashes proved = bundle.proved().tiles().get(tile);
    TileHashes passed = bundle.pieces().remembered().get(tile);
    TileHashes first = proved == null ? passed : proved;
    return first != null
        ? first
        : known(tree.tile(bundle.backend().origin(), tile).orElse(null), tile);
  }

  private static TileHashes known(@Nullable TileHashes hashes, Tile tile) {
    if (hashes == null) {
      throw new IllegalStateException("bad math: " + tile + " was to be there by now");
    }
    return hashes;
  }
}
