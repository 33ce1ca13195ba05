package org.stellaops.attestor.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;

/** Selects the logs that a command works on. */
public final class BackendSelector {
  private BackendSelector() {}

  /** Returns the logs of one backend, enabled or not; without an id those of all enabled ones. */
  public static List<Backend> select(Settings settings, PostgresStore store, @Nullable String id) {
    FollowedLogResolver logs = new FollowedLogResolver(store.shards());
    List<Backend> backends =
        id == null
            ? BackendFactory.create(settings).backends()
            : List.of(BackendFactory.create(settings, id));
    return backends.stream().flatMap(backend -> logs.logsOf(backend).stream()).toList();
  }

  /**
   * Returns the logs that a command only reads: that of the backend, or without an id those of all
   * enabled backends.
   *
   * @throws UsageException if there is none
   */
  public static List<Backend> selectReadable(
      Settings settings, PostgresStore store, @Nullable String id) {
    List<Backend> logs =
        id == null ? select(settings, store, null) : List.of(selectLog(settings, store, id));
    if (logs.isEmpty()) {
      throw new UsageException("no backend is enabled", "add --backend ID");
    }
    return logs;
  }

  /**
   * Returns the logs that a command removes something of. Without an id there must be only one, or
   * {@code all} must be set.
   *
   * @throws UsageException if it is not clear which log is meant
   */
  public static List<Backend> selectPrunable(
      Settings settings, PostgresStore store, @Nullable String id, boolean all) {
    List<Backend> logs = select(settings, store, id);
    List<String> servers = logs.stream().map(log -> Backend.serverId(log.id())).distinct().toList();
    if (id != null && all) {
      throw new UsageException("--backend cannot be used with --all", "use one of them");
    }
    if (id == null && !all && servers.size() != 1) {
      throw new UsageException(
          servers.size() + " backends are enabled: " + String.join(", ", servers),
          "add --backend ID, or --all for all of them");
    }
    return logs;
  }

  /** Returns the log of a backend. For a server with shards that is its active shard. */
  public static Backend selectLog(Settings settings, PostgresStore store, String id) {
    return new FollowedLogResolver(store.shards()).activeLogOf(BackendFactory.create(settings, id));
  }
}
