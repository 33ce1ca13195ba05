package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;

/**
 * Which shards each Rekor v1 server has shown, and which of them are followed. Those of the first
 * contact are; any later one is proposed until an operator accepts it, because the one key that all
 * shards share does not say which of them is meant.
 *
 * <p>Every method throws {@link org.stellaops.attestor.failure.AttestorException} with {@code
 * store} when PostgreSQL does not answer or refuses.
 */
public interface ShardStore {
  /** The shards of a backend, the active one first and then the newest first. */
  List<Shard> of(String backend);

  /**
   * Notes that the server shows these shards. If none is known yet all are accepted; otherwise
   * those that are new are proposed.
   *
   * @param active those that take entries, as the server says; one at the most from an honest one
   */
  void recordAdvertised(String backend, List<TreeId> active, List<TreeId> inactive, Instant now);

  /**
   * Accepts a shard that was proposed.
   *
   * @param operator the operator's name on his system
   * @return false if no such shard is proposed
   */
  boolean accept(String backend, TreeId tree, String operator, Instant now);
}
