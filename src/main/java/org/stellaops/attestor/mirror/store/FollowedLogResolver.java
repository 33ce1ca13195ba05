package org.stellaops.attestor.mirror.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.LogKind;
import org.stellaops.attestor.mirror.Shard;

/**
 * Resolves a backend to its logs: the accepted shards of a Rekor v1 server, or else the backend
 * itself.
 *
 * @param shards the accepted shards
 */
public record FollowedLogResolver(ShardStore shards) {
  /**
   * The logs of a backend; the backend itself if it is a Rekor v1 server that was never reached.
   */
  public List<Backend> logsOf(Backend backend) {
    List<Backend> logs = acceptedShards(backend).map(shard -> backend.shard(shard.tree())).toList();
    return logs.isEmpty() ? List.of(backend) : logs;
  }

  /** The logs of a backend that have tiles, and so files on disk. */
  public List<Backend> mirroredLogsOf(Backend backend) {
    return logsOf(backend).stream().filter(Backend::hasTiles).toList();
  }

  /**
   * The log to which a backend id refers: the active shard of a Rekor v1 server, or else the
   * backend itself.
   *
   * @throws AttestorException with {@code incomplete} if the server was never reached
   */
  public Backend activeLogOf(Backend backend) {
    Optional<Backend> active =
        acceptedShards(backend).findFirst().map(shard -> backend.shard(shard.tree()));
    if (active.isEmpty() && backend.kind() == LogKind.REKOR_V1) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "the shards of backend '" + backend.id() + "' are not known yet",
          backend.updateHint());
    }
    return active.orElse(backend);
  }

  private Stream<Shard> acceptedShards(Backend backend) {
    boolean mayHaveShards = backend.kind() == LogKind.REKOR_V1 || backend.kind() == LogKind.UNKNOWN;
    return mayHaveShards
        ? shards.of(backend.id()).stream().filter(Shard::isAccepted)
        : Stream.empty();
  }
}
