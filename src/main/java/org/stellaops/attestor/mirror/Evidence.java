package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.LogIdentity;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.note.VerifierKey;
import org.stellaops.attestor.tlog.ConsistencyProof;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * That a log has signed two histories, in a form that convinces whoever has its key: both notes as
 * they came, and the tiles of the larger tree that show the smaller one to be no prefix of it. Two
 * notes of one size need no tiles.
 *
 * @param kind {@code split_view}, {@code inconsistent} or {@code cross_log_divergence}
 * @param origin the log
 * @param backend the id of the backend under which it was found
 * @param detectedAt when it was found; nobody has signed that
 * @param source where the second note came from; nobody has signed that either
 * @param known the note that we held true
 * @param shown the note that the log showed
 * @param tiles the right edge of the larger tree, and the path to where the smaller one ends
 * @param proof in place of tiles for a log that has none: nodes of the larger tree, from which the
 *     root of its beginning follows, and it is not that of the smaller one
 */
public record Evidence(
    Failure kind,
    Origin origin,
    String backend,
    Instant detectedAt,
    String source,
    SignedNote known,
    SignedNote shown,
    Map<Tile, TileHashes> tiles,
    Optional<ConsistencyProof> proof) {

  /** Refuses kinds that are no contradiction. */
  public Evidence {
    if (!kind.isContradiction()) {
      throw new IllegalArgumentException(kind.label() + " is no contradiction");
    }
    tiles = Map.copyOf(tiles);
  }

  /** Evidence that tiles show, or that needs nothing but the two notes. */
  public Evidence(
      Failure kind,
      Origin origin,
      String backend,
      Instant detectedAt,
      String source,
      SignedNote known,
      SignedNote shown,
      Map<Tile, TileHashes> tiles) {
    this(kind, origin, backend, detectedAt, source, known, shown, tiles, Optional.empty());
  }

  /**
   * Checks the evidence with nothing but itself and the log's key.
   *
   * @throws AttestorException if a note is not by this key and of this log, or if the two notes do
   *     not contradict each other
   */
  public void verify(VerifierKey key) {
    LogIdentity log = new LogIdentity(origin, key);
    TreeHead one = log.open(known.raw(), List.of()).head();
    TreeHead other = log.open(shown.raw(), List.of()).head();
    if (!isContradiction(one, other)) {
      throw new AttestorException(
          Failure.INCONSISTENT,
          "this is no evidence: the tree of "
              + Math.min(one.size(), other.size())
              + " entries is a prefix of the other",
          "both notes are good, and so is the log as far as they tell");
    }
  }

  private boolean isContradiction(TreeHead one, TreeHead other) {
    if (one.size() == other.size()) {
      return !one.root().equals(other.root());
    }
    TreeHead smaller = one.size() < other.size() ? one : other;
    TreeHead larger = one.size() < other.size() ? other : one;
    if (proof.isPresent()) {
      return isDisproved(proof.get(), smaller, larger);
    }
    try {
      new TileConsistencyProof(smaller, larger).verify(this::tile);
      return false;
    } catch (ContradictionException e) {
      return true;
    }
  }

  private static boolean isDisproved(ConsistencyProof proof, TreeHead smaller, TreeHead larger) {
    if (proof.from() != smaller.size() || proof.to() != larger.size()) {
      throw new AttestorException(
          Failure.BAD_PROOF, "the proof is between other sizes", "ask for the whole file");
    }
    return switch (proof.evaluate(smaller.root(), larger.root())) {
      case PROVES -> false;
      case DISPROVES -> true;
      case INCONCLUSIVE ->
          throw new AttestorException(
              Failure.BAD_PROOF,
              "the proof does not lead to the root of the larger tree",
              "ask for the whole file");
    };
  }

  private TileHashes tile(Tile tile) {
    TileHashes hashes = tiles.get(tile);
    if (hashes == null || hashes.width() < tile.width()) {
      throw new AttestorException(
          Failure.BAD_TILE, "the evidence lacks " + tile, "ask for the whole file");
    }
    return hashes;
  }
}
