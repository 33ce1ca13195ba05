package org.stellaops.attestor.mirror;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * How a log's checkpoint relates to the pending head. Every result other than {@link Unchanged} is
 * valid only after {@link #requiredProof} has been verified. A contradiction is not a result but a
 * {@link ContradictionException}.
 */
public sealed interface HeadTransition {
  /**
   * Compares a verified checkpoint with the pending head.
   *
   * @param pending empty before first contact
   * @throws ContradictionException with {@code split_view} if the log has signed two roots for the
   *     same size
   */
  static HeadTransition of(Optional<TreeHead> pending, SignedCheckpoint checkpoint) {
    if (pending.isEmpty()) {
      return new FirstContact(checkpoint);
    }
    TreeHead pendingHead = pending.get();
    TreeHead observedHead = checkpoint.head();
    if (observedHead.equals(pendingHead)) {
      return new Unchanged(checkpoint);
    }
    if (observedHead.size() == pendingHead.size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, pendingHead, observedHead, Map.of());
    }
    return observedHead.size() > pendingHead.size()
        ? new Advanced(pendingHead, checkpoint)
        : new Stale(pendingHead, checkpoint);
  }

  /** The checkpoint that was compared. */
  SignedCheckpoint checkpoint();

  /** The proof that makes this result valid. */
  TileConsistencyProof requiredProof();

  /** The label in log messages and in the stored cycles. */
  String label();

  /** Whether the pending head moves to this checkpoint. */
  default boolean isHeadChange() {
    return this instanceof FirstContact || this instanceof Advanced;
  }

  /** The log was not known. All later heads must extend this one. */
  record FirstContact(SignedCheckpoint checkpoint) implements HeadTransition {
    @Override
    public TileConsistencyProof requiredProof() {
      return new TileConsistencyProof(TreeHead.EMPTY, checkpoint.head());
    }

    @Override
    public String label() {
      return "first_contact";
    }
  }

  /** The checkpoint has the pending head. */
  record Unchanged(SignedCheckpoint checkpoint) implements HeadTransition {
    @Override
    public TileConsistencyProof requiredProof() {
      return new TileConsistencyProof(checkpoint.head(), checkpoint.head());
    }

    @Override
    public String label() {
      return "unchanged";
    }
  }

  /** The log has grown from {@code pending}. */
  record Advanced(TreeHead pending, SignedCheckpoint checkpoint) implements HeadTransition {
    @Override
    public TileConsistencyProof requiredProof() {
      return new TileConsistencyProof(pending, checkpoint.head());
    }

    @Override
    public String label() {
      return "advanced";
    }
  }

  /** The server is a replica that lags: its tree is a prefix of the {@code pending} one. */
  record Stale(TreeHead pending, SignedCheckpoint checkpoint) implements HeadTransition {
    @Override
    public TileConsistencyProof requiredProof() {
      return new TileConsistencyProof(checkpoint.head(), pending, Failure.SPLIT_VIEW);
    }

    @Override
    public String label() {
      return "stale_replica";
    }
  }
}
