package org.stellaops.attestor.route.sync;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.CacheBypass;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;
import org.stellaops.attestor.tlog.TileSource;

/** Gathers the tiles that a verdict rests on, and checks them. */
public final class ConsistencyProofs {
  private final MirrorTree tree;

  /** Takes from this tree what a replica that lags behind may not have. */
  public ConsistencyProofs(MirrorTree tree) {
    this.tree = tree;
  }

  /**
   * Begins to gather anew after a refusal, from the log itself, since a cache on the way may be
   * damaged or mix old and new tiles. Raises every other failure again.
   */
  public void bypassCaches(
      @Variable("headUpdate") HeadUpdate update,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    CacheBypass.rethrowUnlessBadTile(update.backend().id(), FailureMapper.map(thrown));
    update.bypassCaches();
  }

  /** The tiles that must be fetched for the proof, because we do not hold them ourselves. */
  public List<FetchRequest> missingTiles(@Variable("headUpdate") HeadUpdate update) {
    update.proofTiles().clear();
    for (Tile tile : proof(update).requiredTiles()) {
      localTile(update, tile).ifPresent(hashes -> update.proofTiles().put(tile, hashes));
    }
    return proof(update).requiredTiles().stream()
        .filter(tile -> !update.proofTiles().containsKey(tile))
        .map(tile -> FetchRequest.of(update.backend().id(), tile))
        .map(request -> update.bypassesCaches() ? request.withNoCache() : request)
        .toList();
  }

  /** Keeps a tile that came, until all are there to be checked together. */
  public void addTile(@Variable("headUpdate") HeadUpdate update, @Body Download download) {
    addTile(proof(update), download, update.proofTiles());
  }

  /** Keeps a tile that a proof reads; one that came in place of a partial one is cut to it. */
  static void addTile(TileConsistencyProof proof, Download download, Map<Tile, TileHashes> tiles) {
    Tile received = (Tile) download.request().resource().orElseThrow();
    Tile expected =
        proof.requiredTiles().stream()
            .filter(t -> t.full().equals(received.full()))
            .findFirst()
            .orElseThrow();
    TileHashes hashes = download.check(bytes -> read(received, bytes));
    tiles.put(expected, hashes.first(expected.width()));
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
  public void checkConsistency(@Variable("headUpdate") HeadUpdate update) {
    update.setProof(proof(update).verify(source(update.proofTiles())));
  }

  /** What was gathered, as proofs read it. */
  static TileSource source(Map<Tile, TileHashes> tiles) {
    return tile ->
        Optional.ofNullable(tiles.get(tile))
            .orElseThrow(() -> new IllegalStateException("unexpected order: " + tile + " was not fetched"));
  }

  /** What the verdict rests on; if nothing is new, what the pending checkpoint's tiles rest on. */
  private TileConsistencyProof proof(HeadUpdate update) {
    return update.transition().orElseThrow().requiredProof();
  }

  /**
   * A replica that lags behind may lack what we hold already. A log that has grown is asked for
   * everything, so that damage on our own disk is never taken for its fault.
   */
  private Optional<TileHashes> localTile(HeadUpdate update, Tile tile) {
    boolean stale = update.transition().orElseThrow() instanceof HeadTransition.Stale;
    return stale ? tree.tile(update.origin(), tile) : Optional.empty();
  }
}
