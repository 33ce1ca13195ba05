package org.stellaops.attestor.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;

/** Which logs a command is about that takes {@code --backend} or works on all. */
public final class BackendSelector {
  private BackendSelector() {}

  /** The logs of the named backend, enabled or not; those of all enabled ones if none is named. */
  public static List<Backend> select(Settings settings, PostgresStore store, @Nullable String id) {
    FollowedLogResolver logs = new FollowedLogResolver(store.shards());
    List<Backend> backends =
        id == null
            ? BackendFactory.create(settings).backends()
            : List.of(BackendFactory.create(settings, id));
    return backends.stream().flatMap(backend -> logs.logsOf(backend).stream()).toList();
  }

  /** The one log that is meant; of a server with shards the active one, if none is named. */
  public static Backend selectLog(Settings settings, PostgresStore store, String id) {
    return new FollowedLogResolver(store.shards()).activeLogOf(BackendFactory.create(settings, id));
  }
}
