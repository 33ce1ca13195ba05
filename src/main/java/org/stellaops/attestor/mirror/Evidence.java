package org.stellaops.attestor.mirror;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.Checkpoint;
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
 * Proof that a log has signed two histories, verifiable with the log's public key alone: both notes
 * byte for byte, and tiles of the larger tree which show that the smaller one is not a prefix of
 * it. Two notes of the same size need no tiles.
 *
 * @param kind {@code split_view}, {@code inconsistent} or {@code cross_log_divergence}
 * @param origin the log
 * @param backend the id of the backend under which it was found
 * @param detectedAt when it was found; not signed
 * @param source where the second note came from; not signed
 * @param known the note that was accepted before
 * @param shown the note that the log showed
 * @param tiles the right edge of the larger tree, and the tiles on the path to the end of the
 *     smaller one
 * @param proof for a log without tiles: a consistency proof that leads to the root of the larger
 *     tree, but not to that of the smaller one
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

  /** Rejects kinds that are not a contradiction. */
  public Evidence {
    if (!kind.isContradiction()) {
      throw new IllegalArgumentException(kind.label() + " is not a contradiction");
    }
    tiles = Map.copyOf(tiles);
  }

  /** Evidence with tiles, or with two notes of the same size. */
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

  /** The tree that was accepted before, as its note says. */
  public TreeHead knownHead() {
    return Checkpoint.parse(known.text()).head();
  }

  /** The tree that the log showed, as its note says. */
  public TreeHead shownHead() {
    return Checkpoint.parse(shown.text()).head();
  }

  /**
   * Verifies the evidence with the log's key alone.
   *
   * @throws AttestorException if a note is not signed with this key or is of another log, or if the
   *     two notes do not contradict each other
   */
  public void verify(VerifierKey key) {
    LogIdentity log = new LogIdentity(origin, key);
    TreeHead one = log.open(known.raw(), List.of()).head();
    TreeHead other = log.open(shown.raw(), List.of()).head();
    if (!isContradiction(one, other)) {
      throw new AttestorException(
          Failure.INCONSISTENT,
          "not a contradiction: the tree of %s entries is a prefix of the other"
              .formatted(Math.min(one.size(), other.size())),
          "both notes are valid and consistent with each other");
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
      throw incomplete(Failure.BAD_PROOF, "the sizes of the proof do not match the notes");
    }
    return switch (proof.evaluate(smaller.root(), larger.root())) {
      case PROVES -> false;
      case DISPROVES -> true;
      case INCONCLUSIVE ->
          throw incomplete(
              Failure.BAD_PROOF, "the proof does not lead to the root of the larger tree");
    };
  }

  private TileHashes tile(Tile tile) {
    TileHashes hashes = tiles.get(tile);
    if (hashes == null || hashes.width() < tile.width()) {
      throw incomplete(Failure.BAD_TILE, "the evidence does not have " + tile);
    }
    return hashes;
  }

  private static AttestorException incomplete(Failure failure, String problem) {
    return new AttestorException(failure, problem, "get a complete copy of the evidence file");
  }
}
