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
public final class CheckpointJudge {
  private CheckpointJudge() {}

  /**
   * The verdict, to be held once its proof is checked.
   *
   * @param pending the newest head that we hold true; empty before first contact
   * @throws ContradictionException with {@code split_view} if the log has signed two roots for one
   *     size
   */
  public static Verdict judge(Optional<TreeHead> pending, SignedCheckpoint checkpoint) {
    if (pending.isEmpty()) {
      return new Verdict.First(checkpoint);
    }
    TreeHead known = pending.get();
    TreeHead shown = checkpoint.head();
    if (shown.equals(known)) {
      return new Verdict.Unchanged(checkpoint);
    }
    if (shown.size() == known.size()) {
      throw new ContradictionException(Failure.SPLIT_VIEW, known, shown, Map.of());
    }
    return shown.size() > known.size()
        ? new Verdict.Advanced(known, checkpoint)
        : new Verdict.Stale(known, checkpoint);
  }
}
