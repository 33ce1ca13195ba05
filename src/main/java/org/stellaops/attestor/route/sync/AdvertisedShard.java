package org.stellaops.attestor.route.sync;

import java.util.List;
import java.util.Optional;
import org.stellaops.attestor.mirror.Backend;

/**
 * A shard as advertised by a Rekor v1 server, unverified.
 *
 * @param shard the shard as a log of its own
 * @param note the signed note; empty if the server does not advertise this shard any more
 * @param from the whole URL
 * @param accepted whether it may be followed
 * @param closed whether the server states that it takes no more entries
 * @param firstIndex index of its first entry across all shards
 * @param unsignedMismatches unsigned fields that differ from the note, a phrase each
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
