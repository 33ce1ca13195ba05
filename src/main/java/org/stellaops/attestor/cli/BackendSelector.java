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

  /**
   * Returns the logs of one backend, enabled or not. If the id is null, returns the logs of all
   * enabled backends.
   */
  public static List<Backend> select(Settings settings, PostgresStore store, @Nullable String id) {
    FollowedLogResolver logs = new FollowedLogResolver(store.shards());
    List<Backend> backends =
        id == null
            ? BackendFactory.create(settings).backends()
            : List.of(BackendFactory.create(settings, id));
    return backends.stream().flatMap(backend -> logs.logsOf(backend).stream()).toList();
  }

  /** Returns the log of a backend. For a server with shards that is its active shard. */
  public static Backend selectLog(Settings settings, PostgresStore store, String id) {
    return new FollowedLogResolver(store.shards()).activeLogOf(BackendFactory.create(settings, id));
  }
}
