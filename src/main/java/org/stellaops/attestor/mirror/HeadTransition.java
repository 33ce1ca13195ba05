package org.stellaops.attestor.mirror;

import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * How a checkpoint stands to what we knew of its log. Refusals are no verdicts but exceptions. The
 * verdicts other than {@link Unchanged} hold only once {@link #requiredProof} has been checked.
 */
public sealed interface HeadTransition {
  /** The checkpoint that was judged. */
  SignedCheckpoint checkpoint();

  /** What must be shown from the tiles for this verdict to hold. */
  TileConsistencyProof requiredProof();

  /** The word for logs and the cycle journal. */
  String label();

  /** Whether the pending head is to move to this checkpoint. */
  default boolean isHeadChange() {
    return this instanceof FirstContact || this instanceof Advanced;
  }

  /** Nothing was known: this head becomes the one that all later ones must extend. */
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

  /** The log shows what we know. */
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

  /** A replica lags behind: its tree is a prefix of the {@code pending} one. */
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
