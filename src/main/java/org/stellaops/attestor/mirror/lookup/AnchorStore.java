package org.stellaops.attestor.mirror.lookup;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * What vouches for heads of logs that have no tiles: proofs that were checked and stored while
 * there was a way to the log. A Rekor v1 shard is such a log.
 */
@FunctionalInterface
public interface AnchorStore {
  /** Nothing is stored. */
  AnchorStore NONE = (origin, head) -> Optional.empty();

  /**
   * The accepted head of this log of which {@code head} was proved to be a prefix, or which it is
   * itself.
   *
   * @throws ContradictionException if another root of this size is stored as accepted
   */
  Optional<MirroredHead> findAcceptedHead(Origin origin, TreeHead head);
}
