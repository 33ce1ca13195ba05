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
 * The logs behind the configured backends: each backend is its own log, but for a Rekor v1 server,
 * whose accepted shards are.
 */
public final class FollowedLogResolver {
  private final ShardStore shards;

  /** What this store says of shards. */
  public FollowedLogResolver(ShardStore shards) {
    this.shards = shards;
  }

  /** The logs of a backend; of a Rekor v1 server that was never reached only the server itself. */
  public List<Backend> logsOf(Backend backend) {
    List<Backend> logs = acceptedShards(backend).map(shard -> backend.shard(shard.tree())).toList();
    return logs.isEmpty() ? List.of(backend) : logs;
  }

  /** The same without logs that have no tiles, of which nothing is on disk. */
  public List<Backend> mirroredLogsOf(Backend backend) {
    return logsOf(backend).stream().filter(Backend::hasTiles).toList();
  }

  /**
   * The one log that is meant by a backend: of a Rekor v1 server its active shard.
   *
   * @throws AttestorException with {@code incomplete} if the server was never reached
   */
  public Backend activeLogOf(Backend backend) {
    Optional<Backend> active =
        acceptedShards(backend).findFirst().map(shard -> backend.shard(shard.tree()));
    if (active.isEmpty() && backend.kind() == LogKind.REKOR_V1) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "nothing is known of the shards of backend '" + backend.id() + "' yet",
          "run: stella attestor sync --backend " + backend.id());
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
