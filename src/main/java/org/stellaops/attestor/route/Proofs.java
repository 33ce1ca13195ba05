package org.stellaops.attestor.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.GrowthProof;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.Verdict;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/** Gathers the tiles that a verdict rests on, and checks them. */
public final class Proofs {
  private final MirrorTree tree;

  /** Takes from this tree what a replica that lags behind may not have. */
  public Proofs(MirrorTree tree) {
    this.tree = tree;
  }

  /**
   * Begins to gather anew after a refusal, from the log itself, since a cache on the way may be
   * damaged or mix old and new tiles. Raises every other failure again.
   */
  public void passCaches(
      @Variable("cycle") Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    Caches.blame(cycle.backend().id(), Failures.of(thrown));
    cycle.distrustCaches();
  }

  /** The tiles that must be fetched for the proof, because we do not hold them ourselves. */
  public List<Request> missingTiles(@Variable("cycle") Cycle cycle) {
    cycle.came().clear();
    for (Tile tile : proof(cycle).tiles()) {
      local(cycle, tile).ifPresent(hashes -> cycle.came().put(tile, hashes));
    }
    return proof(cycle).tiles().stream()
        .filter(tile -> !cycle.came().containsKey(tile))
        .map(tile -> Request.of(cycle.backend().id(), tile))
        .map(request -> cycle.distrustsCaches() ? request.ofTheLogItself() : request)
        .toList();
  }

  /** Keeps a tile that came, until all are there to be checked together. */
  public void keep(@Variable("cycle") Cycle cycle, @Body Fetched fetched) {
    keep(proof(cycle), fetched, cycle.came());
  }

  /** Keeps a tile that a proof reads; one that came in place of a partial one is cut to it. */
  static void keep(GrowthProof proof, Fetched fetched, Map<Tile, TileHashes> gathered) {
    Tile came = (Tile) fetched.request().resource().orElseThrow();
    Tile asked =
        proof.tiles().stream().filter(t -> t.full().equals(came.full())).findFirst().orElseThrow();
    TileHashes hashes = fetched.checked(bytes -> read(came, bytes));
    gathered.put(asked, hashes.first(asked.width()));
  }

  private static TileHashes read(Tile tile, byte[] bytes) {
    try {
      return TileHashes.read(tile, bytes);
    } catch (MalformedException e) {
      throw new AttestorException(
          Failure.BAD_TILE,
          tile + " is refused: " + e.getMessage(),
          "a cache between us and the log may be damaged; try again later",
          e);
    }
  }

  /** Checks the gathered tiles; from here on the larger tree's right edge is proved. */
  public void check(@Variable("cycle") Cycle cycle) {
    cycle.proved(proof(cycle).check(source(cycle.came())));
  }

  /** What was gathered, as proofs read it. */
  static TileSource source(Map<Tile, TileHashes> gathered) {
    return tile ->
        Optional.ofNullable(gathered.get(tile))
            .orElseThrow(() -> new IllegalStateException("bad math: " + tile + " was not fetched"));
  }

  /** What the verdict rests on; if nothing is new, what the pending checkpoint's tiles rest on. */
  private GrowthProof proof(Cycle cycle) {
    return cycle.verdict().orElseThrow().proof();
  }

  /**
   * A replica that lags behind may lack what we hold already. A log that has grown is asked for
   * everything, so that damage on our own disk is never taken for its fault.
   */
  private Optional<TileHashes> local(Cycle cycle, Tile tile) {
    boolean lags = cycle.verdict().orElseThrow() instanceof Verdict.Stale;
    return lags ? tree.tile(cycle.origin(), tile) : Optional.empty();
  }
}
