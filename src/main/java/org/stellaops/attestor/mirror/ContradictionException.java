package org.stellaops.attestor.mirror;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/** Two signed heads of one log that cannot belong to one history. */
public final class ContradictionException extends AttestorException {
  private static final long serialVersionUID = 1L;

  private final transient TreeHead known;
  private final transient TreeHead shown;
  private final transient Map<Tile, TileHashes> tiles;
  private final transient Optional<ConsistencyProof> proof;

  /** A contradiction in a log without tiles, shown by a consistency proof of the larger tree. */
  public ContradictionException(
      Failure failure, TreeHead known, TreeHead shown, ConsistencyProof proof) {
    this(failure, known, shown, Map.of(), Optional.of(proof));
  }

  /**
   * A contradiction.
   *
   * @param failure {@code split_view}, {@code inconsistent} or {@code cross_log_divergence}
   * @param known the head that was accepted before
   * @param shown the head that the log shows now
   * @param tiles of the larger tree, which show that the smaller one is not a prefix of it; empty
   *     for heads of the same size
   */
  public ContradictionException(
      Failure failure, TreeHead known, TreeHead shown, Map<Tile, TileHashes> tiles) {
    this(failure, known, shown, tiles, Optional.empty());
  }

  private ContradictionException(
      Failure failure,
      TreeHead known,
      TreeHead shown,
      Map<Tile, TileHashes> tiles,
      Optional<ConsistencyProof> proof) {
    super(
        failure,
        ("the log has signed two histories: the known head has size %s and root %s, "
                + "%s shows size %s and root %s")
            .formatted(
                known.size(),
                known.root(),
                failure == Failure.CROSS_LOG_DIVERGENCE ? "a peer" : "the log",
                shown.size(),
                shown.root()),
        "the mirror was not changed; the evidence is stored, see: stella attestor evidence list");
    this.known = known;
    this.shown = shown;
    this.tiles = Map.copyOf(tiles);
    this.proof = proof;
  }

  /**
   * The consistency proof that shows the contradiction in a log without tiles; empty if tiles show
   * it, or if both heads have the same size.
   */
  public Optional<ConsistencyProof> proof() {
    return proof;
  }

  /** The head that was accepted before. */
  public TreeHead known() {
    return known;
  }

  /** Tiles which show that the smaller tree is not a prefix of the larger one. */
  public Map<Tile, TileHashes> tiles() {
    return tiles;
  }

  /** The head that the log shows now. */
  public TreeHead shown() {
    return shown;
  }
}
