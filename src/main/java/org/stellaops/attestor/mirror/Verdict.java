package org.stellaops.attestor.mirror;

import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * How a checkpoint stands to what we knew of its log. Refusals are no verdicts but exceptions. The
 * verdicts other than {@link Unchanged} hold only once {@link #proof} has been checked.
 */
public sealed interface Verdict {
  /** The checkpoint that was judged. */
  SignedCheckpoint checkpoint();

  /** What must be shown from the tiles for this verdict to hold. */
  GrowthProof proof();

  /** The word for logs and the cycle journal. */
  String word();

  /** Whether the pending head is to move to this checkpoint. */
  default boolean isNews() {
    return this instanceof First || this instanceof Advanced;
  }

  /** Nothing was known: this head becomes the one that all later ones must extend. */
  record First(SignedCheckpoint checkpoint) implements Verdict {
    @Override
    public GrowthProof proof() {
      return new GrowthProof(TreeHead.EMPTY, checkpoint.head());
    }

    @Override
    public String word() {
      return "first_contact";
    }
  }

  /** The log shows what we know. */
  record Unchanged(SignedCheckpoint checkpoint) implements Verdict {
    @Override
    public GrowthProof proof() {
      return new GrowthProof(checkpoint.head(), checkpoint.head());
    }

    @Override
    public String word() {
      return "unchanged";
    }
  }

  /** The log has grown from {@code pending}. */
  record Advanced(TreeHead pending, SignedCheckpoint checkpoint) implements Verdict {
    @Override
    public GrowthProof proof() {
      return new GrowthProof(pending, checkpoint.head());
    }

    @Override
    public String word() {
      return "advanced";
    }
  }

  /** A replica lags behind: its tree is a prefix of the {@code pending} one. */
  record Stale(TreeHead pending, SignedCheckpoint checkpoint) implements Verdict {
    @Override
    public GrowthProof proof() {
      return new GrowthProof(checkpoint.head(), pending, Failure.SPLIT_VIEW);
    }

    @Override
    public String word() {
      return "stale_replica";
    }
  }
}
