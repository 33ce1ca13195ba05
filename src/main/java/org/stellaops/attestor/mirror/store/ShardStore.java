package org.stellaops.attestor.mirror.store;

import java.time.Instant;
import java.util.List;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;

/**
 * The shards of each Rekor v1 server, and which of them are followed. The shards of the first
 * contact are followed. A later one is proposed until an operator accepts it, because shards share
 * one key, which therefore does not identify a shard. A shard with an unknown key is proposed in
 * any case, so that it is seen.
 */
public interface ShardStore {
  /** The shards of a backend: the active one first, then the newest first. */
  List<Shard> of(String backend);

  /**
   * Records the shards that a server advertises. If none is followed yet, all that are signed with
   * a configured key are accepted; otherwise new ones are proposed. At most 100 proposed shards of
   * a backend are kept.
   *
   * @param active those that take entries according to the server; at most one if the server is
   *     honest
   * @param unknownKey those that are signed with another key than the configured one
   */
  void recordAdvertised(
      String backend,
      List<TreeId> active,
      List<TreeId> inactive,
      List<TreeId> unknownKey,
      Instant now);

  /** The proposed shards of all backends. */
  List<Shard> proposed();

  /**
   * Accepts a shard that was proposed.
   *
   * @param operator the operator's system user name
   * @return false if no such shard is proposed
   */
  boolean accept(String backend, TreeId tree, String operator, Instant now);
}
