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

/** Collects and verifies the tiles of consistency proofs. */
public record ConsistencyProofs(MirrorTree tree) {
  /**
   * Requests the tiles again with {@code Cache-Control: no-cache} after {@code bad_tile}, because a
   * cache may be damaged or mix old and new tiles. Throws any other failure.
   */
  public void bypassCaches(
      @Variable("headUpdate") HeadUpdate update,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    CacheBypass.rethrowUnlessBadTile(update.backend().id(), FailureMapper.map(thrown));
    update.bypassCaches();
  }

  /** The requests for the tiles of the proof that are not on disk. */
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

  /** Adds a tile, which is verified later together with the others. */
  public void addTile(@Variable("headUpdate") HeadUpdate update, @Body Download download) {
    addTile(proof(update), download, update.proofTiles());
  }

  /** Adds a tile of a proof; a full tile in place of a partial one is truncated. */
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
          tile + " is malformed: " + e.getMessage(),
          "a cache in front of the log may be damaged; retry later",
          e);
    }
  }

  /** Verifies the tiles, which also proves the right edge of the larger tree. */
  public void checkConsistency(@Variable("headUpdate") HeadUpdate update) {
    update.setProof(proof(update).verify(source(update.proofTiles())));
  }

  /** The collected tiles as the source of a proof. */
  static TileSource source(Map<Tile, TileHashes> tiles) {
    return tile ->
        Optional.ofNullable(tiles.get(tile))
            .orElseThrow(
                () -> new IllegalStateException("unexpected order: " + tile + " was not fetched"));
  }

  /** The proof of the transition; if nothing is new, of the pending checkpoint's tiles. */
  private TileConsistencyProof proof(HeadUpdate update) {
    return update.transition().requiredProof();
  }

  /**
   * The tile on disk, only for an older head, because a lagging replica may lack it. For growth all
   * tiles are fetched, so that local damage is never attributed to the log.
   */
  private Optional<TileHashes> localTile(HeadUpdate update, Tile tile) {
    boolean stale = update.transition() instanceof HeadTransition.Stale;
    return stale ? tree.tile(update.origin(), tile) : Optional.empty();
  }
}
