package org.stellaops.attestor.mirror;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;

/**
 * The logs behind the configured backends: each backend is its own log, but for a Rekor v1 server,
 * whose accepted shards are.
 */
public final class FollowedLogs {
  private final ShardStore shards;

  /** What this store says of shards. */
  public FollowedLogs(ShardStore shards) {
    this.shards = shards;
  }

  /** The logs of a backend; of a Rekor v1 server that was never reached only the server itself. */
  public List<Backend> of(Backend backend) {
    List<Backend> logs = accepted(backend).map(each -> backend.shard(each.tree())).toList();
    return logs.isEmpty() ? List.of(backend) : logs;
  }

  /** The same without logs that have no tiles, of which nothing is on disk. */
  public List<Backend> mirrored(Backend backend) {
    return of(backend).stream().filter(Backend::hasTiles).toList();
  }

  /**
   * The one log that is meant by a backend: of a Rekor v1 server its active shard.
   *
   * @throws AttestorException with {@code incomplete} if the server was never reached
   */
  public Backend one(Backend backend) {
    Optional<Backend> active =
        accepted(backend).findFirst().map(each -> backend.shard(each.tree()));
    if (active.isEmpty() && backend.kind() == LogKind.REKOR_V1) {
      throw new AttestorException(
          Failure.INCOMPLETE,
          "nothing is known of the shards of backend '" + backend.id() + "' yet",
          "run: stella attestor sync --backend " + backend.id());
    }
    return active.orElse(backend);
  }

  private Stream<Shard> accepted(Backend backend) {
    boolean mayHaveShards = backend.kind() == LogKind.REKOR_V1 || backend.kind() == LogKind.UNKNOWN;
    return mayHaveShards
        ? shards.of(backend.id()).stream().filter(Shard::accepted)
        : Stream.empty();
  }
}
