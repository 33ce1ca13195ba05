package org.stellaops.attestor.mirror;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What vouches for heads of logs that have no tiles: proofs that were checked and stored while
 * there was a way to the log. A Rekor v1 shard is such a log.
 */
@FunctionalInterface
public interface HeadAnchors {
  /** Nothing is stored. */
  HeadAnchors NONE = (origin, head) -> Optional.empty();

  /**
   * The accepted head of this log of which {@code head} was proved to be a prefix, or which it is
   * itself.
   *
   * @throws ContradictionException if another root of this size is stored as accepted
   */
  Optional<MirroredHead> anchorOf(Origin origin, TreeHead head);
}
