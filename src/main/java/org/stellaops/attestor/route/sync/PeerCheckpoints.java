package org.stellaops.attestor.route.sync;

import java.net.URI;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.Tile;

/**
 * Compares the pending head of a log with the checkpoint of a peer. A peer that fails or sends an
 * invalid response does not end the cycle; a signed checkpoint that contradicts ours does.
 */
public record PeerCheckpoints(BackendCatalog backends, MirrorTree tree, SyncMetrics metrics) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.sync");

  public boolean hasPeer(@Variable("operation") SyncCycle cycle) {
    return cycle.backend().compareUrl().isPresent();
  }

  public FetchRequest checkpointRequest(@Variable("operation") SyncCycle cycle) {
    return FetchRequest.checkpoint(cycle.backend().id()).at(peerUrl(cycle));
  }

  /** Opens the note with the log's key. */
  public void open(@Variable("operation") SyncCycle cycle, @Body Download download) {
    SignedCheckpoint checkpoint =
        download.check(note -> cycle.backend().log().open(note, backends.keys()));
    LogState state = cycle.state().orElseThrow();
    cycle.setPeerCheckpoint(
        new PeerCheckpoint(
            state.pending(),
            new ObservedCheckpoint(checkpoint, download.url().toString()),
            peerUrl(cycle)));
  }

  /** Compares the roots if the sizes are equal. */
  public void requireSameRoot(@Variable("operation") SyncCycle cycle) {
    cycle.peerCheckpoint().requireSameRoot();
  }

  public boolean needsProof(@Variable("operation") SyncCycle cycle) {
    return cycle.peerCheckpoint().needsProof();
  }

  /** The requests for the tiles of the larger tree that are not on disk, at its owner. */
  public List<FetchRequest> missingTiles(@Variable("operation") SyncCycle cycle) {
    PeerCheckpoint peer = cycle.peerCheckpoint();
    if (!peer.isAhead()) {
      for (Tile tile : peer.proof().requiredTiles()) {
        tree.tile(cycle.origin(), tile).ifPresent(ours -> peer.tiles().put(tile, ours));
      }
    }
    return peer.proof().requiredTiles().stream()
        .filter(tile -> !peer.tiles().containsKey(tile))
        .map(tile -> FetchRequest.of(cycle.backend().id(), tile))
        .map(request -> peer.isAhead() ? request.at(peer.prefix()) : request)
        .toList();
  }

  /** Adds a tile, which is verified later together with the others. */
  public void addTile(@Variable("operation") SyncCycle cycle, @Body Download download) {
    ConsistencyProofs.addTile(
        cycle.peerCheckpoint().proof(), download, cycle.peerCheckpoint().tiles());
  }

  public void checkConsistency(@Variable("operation") SyncCycle cycle) {
    cycle.peerCheckpoint().checkConsistency();
  }

  /** Counts that both checkpoints agree. */
  public void recordAgreement(@Variable("operation") SyncCycle cycle) {
    metrics.recordComparison(cycle.backend().id(), "agree");
  }

  /** Throws a contradiction; logs any other failure, and the cycle continues. */
  public void handleFailure(
      @Variable("operation") SyncCycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown);
    metrics.recordComparison(cycle.backend().id(), error.failure().label());
    if (error instanceof ContradictionException) {
      throw error;
    }
    LOG.warn(
        "{}: cannot compare with the peer {}: {}: {}",
        cycle.backend().id(),
        peerUrl(cycle),
        error.failure().label(),
        error.getMessage());
  }

  private static URI peerUrl(SyncCycle cycle) {
    return cycle.backend().compareUrl().orElseThrow();
  }
}
