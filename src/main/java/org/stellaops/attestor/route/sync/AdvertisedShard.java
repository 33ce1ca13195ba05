package org.stellaops.attestor.route.sync;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;

/**
 * What a Rekor v1 server shows of one of its shards. Nothing about it is verified.
 *
 * @param shard the shard as a log of its own
 * @param note the signed note; empty if the server does not show this shard any more
 * @param from the whole URL
 * @param accepted whether it may be followed
 * @param closed whether the server says that it takes no more entries
 * @param firstIndex index of its first entry among those of all shards
 * @param unsignedMismatches what stands beside the note and is not what the note says, a phrase
 *     each
 */
public record AdvertisedShard(
    Backend shard,
    Optional<byte[]> note,
    String from,
    boolean accepted,
    boolean closed,
    long firstIndex,
    List<String> unsignedMismatches) {
  /** The id of the shard, for the variable {@code backend}. */
  public String id() {
    return shard.id();
  }
}
