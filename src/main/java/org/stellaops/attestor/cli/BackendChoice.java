package org.stellaops.attestor.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.app.BackendReader;
import org.stellaops.attestor.app.Store;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.FollowedLogs;

/** Which logs a command is about that takes {@code --backend} or works on all. */
final class BackendChoice {
  private BackendChoice() {}

  /** The logs of the named backend, enabled or not; those of all enabled ones if none is named. */
  static List<Backend> of(Settings settings, Store store, @Nullable String id) {
    FollowedLogs logs = new FollowedLogs(store.shards());
    List<Backend> backends =
        id == null
            ? BackendReader.read(settings).backends()
            : List.of(BackendReader.read(settings, id));
    return backends.stream().flatMap(backend -> logs.of(backend).stream()).toList();
  }

  /** The one log that is meant; of a server with shards the active one, if none is named. */
  static Backend log(Settings settings, Store store, String id) {
    return new FollowedLogs(store.shards()).one(BackendReader.read(settings, id));
  }
}
