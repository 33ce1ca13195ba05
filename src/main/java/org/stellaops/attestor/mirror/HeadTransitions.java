package org.stellaops.attestor.mirror;

import java.util.Map;
import java.util.Optional;
import org.stellaops.attestor.checkpoint.SignedCheckpoint;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Compares a signed checkpoint with the pending head. What sizes alone cannot tell is left to
 * proof.
 */
public final class HeadTransitions {
  private HeadTransitions() {}

  /**
   * The verdict, to be held once its proof is checked.
   *
   * @param pending the newest head that we hold true; empty before first contact
   * @throws ContradictionException with {@code split_view} if the log has signed two roots for one
   *     size
   */
  public static HeadTransition of(Optional<TreeHead> pending, SignedCheckpoint checkpoint) {
    if (pending.isEmpty()) {
      return new HeadTransition.FirstContact(checkpoint);
    }
    TreeHead pendingHead = pending.get();
    TreeHead observedHead = checkpoint.head();
    if (observedHead.equals(pendingHead)) {
      return new HeadTransition.Unchanged(checkpoint);
    }
    if (observedHead.size() == pendingHead.size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, pendingHead, observedHead, Map.of());
    }
    return observedHead.size() > pendingHead.size()
        ? new HeadTransition.Advanced(pendingHead, checkpoint)
        : new HeadTransition.Stale(pendingHead, checkpoint);
  }
}
