package org.stellaops.attestor.route.rekor;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.TileConsistencyProof;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.rekor.ConsistencyProofResponse;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.tlog.ConsistencyProof;

/**
 * Verifies consistency proofs of shards, which have no tiles.
 *
 * @param store compared with before a proof is requested
 */
public record ShardProofs(CheckpointStore store) {
  /** Whether the shard's tree is larger or smaller than the known one. */
  public boolean needsProof(@Variable("headUpdate") HeadUpdate update) {
    return update.backend().kind() == LogKind.SHARD
        && (update.transition() instanceof HeadTransition.Advanced
            || update.transition() instanceof HeadTransition.Stale);
  }

  /**
   * Compares a smaller tree with the stored checkpoint of that size.
   *
   * @throws ContradictionException with {@code split_view} if the roots differ
   */
  public void requireConsistent(@Variable("headUpdate") HeadUpdate update) {
    if (update.transition() instanceof HeadTransition.Stale stale) {
      storedCheckpoint(update, stale)
          .filter(earlier -> !earlier.head().equals(stale.checkpoint().head()))
          .ifPresent(earlier -> {
            throw new ContradictionException(
                Failure.SPLIT_VIEW, earlier.head(), stale.checkpoint().head(), Map.of());
          });
    }
  }

  /** Whether a proof of the server is needed. The empty tree is a prefix of every other. */
  public boolean needsServerProof(@Variable("headUpdate") HeadUpdate update) {
    HeadTransition transition = update.transition();
    boolean known =
        transition instanceof HeadTransition.Stale stale
            && storedCheckpoint(update, stale).isPresent();
    return !known && transition.requiredProof().smaller().size() > 0;
  }

  /** The request for the proof between the known size and the advertised one. */
  public FetchRequest proofRequest(@Variable("headUpdate") HeadUpdate update) {
    return request(update.backend(), update.transition().requiredProof());
  }

  static FetchRequest request(Backend shard, TileConsistencyProof required) {
    return FetchRequest.consistencyProof(
        shard, required.smaller().size(), required.larger().size());
  }

  /**
   * Verifies the proof.
   *
   * @throws AttestorException with {@code bad_proof} if it does not lead to the signed root
   * @throws ContradictionException if it proves that the smaller tree is not a prefix of the larger
   *     one
   */
  public void checkProof(@Variable("headUpdate") HeadUpdate update, @Body Download download) {
    check(
        update.transition().requiredProof(),
        download,
        "the head is unchanged; if it persists, the log may have two histories");
  }

  /** Verifies the proof of a server, as {@link #checkProof}; a bad proof gets this hint. */
  static void check(TileConsistencyProof required, Download download, String hint) {
    ConsistencyProof proof =
        download.check(bytes ->
            ConsistencyProofResponse.parse(
                bytes, required.smaller().size(), required.larger().size()));
    switch (proof.evaluate(required.smaller().root(), required.larger().root())) {
      case PROVES -> {
        // consistent
      }
      case DISPROVES -> throw required.contradiction(proof);
      case INCONCLUSIVE ->
          throw new AttestorException(
                  Failure.BAD_PROOF,
                  "the consistency proof does not lead to the signed root of size "
                      + required.larger().size(),
                  hint)
              .withLocation(download.url());
    }
  }

  /**
   * Throws {@code stale_replica} if no proof came from a server with a smaller tree, which may not
   * have the larger one; otherwise the failure itself.
   */
  public void rethrow(
      @Variable("headUpdate") HeadUpdate update,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown);
    if (error.failure() == Failure.NETWORK
        && update.transition() instanceof HeadTransition.Stale stale) {
      throw new AttestorException(
          Failure.STALE_REPLICA,
          ("the log's checkpoint has size %d, the stored head has size %d, and no proof was"
                  + " received that the smaller tree is a prefix of the larger one: %s")
              .formatted(
                  stale.checkpoint().head().size(), stale.pending().size(), error.getMessage()),
          "a replica may lag behind; if it persists, the log was rolled back: contact its operator",
          error);
    }
    throw error;
  }

  private Optional<StoredCheckpoint> storedCheckpoint(
      HeadUpdate update, HeadTransition.Stale stale) {
    return store.findCheckpoint(update.origin(), stale.checkpoint().head().size());
  }
}
