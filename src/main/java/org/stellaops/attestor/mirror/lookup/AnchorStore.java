package org.stellaops.attestor.mirror.lookup;

import java.util.Optional;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.mirror.ContradictionException;
import org.stellaops.attestor.mirror.MirroredHead;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Stored consistency proofs of logs without tiles, as Rekor v1 shards. They were verified and
 * stored while the log was reachable.
 */
@FunctionalInterface
public interface AnchorStore {
  /** An empty store. */
  AnchorStore NONE = (origin, head) -> Optional.empty();

  /**
   * The accepted head of this log that {@code head} is, or was proved to be a prefix of; empty if
   * there is none.
   *
   * @throws ContradictionException if another root of this size was accepted
   */
  Optional<MirroredHead> findAcceptedHead(Origin origin, TreeHead head);
}
