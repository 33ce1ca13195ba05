package org.stellaops.attestor.route.maintenance;

import java.util.List;
import org.apache.camel.Variable;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;

/** Whose files are here: what upkeep and audits go through. */
public final class MirroredLogs {
  private final BackendCatalog backends;
  private final FollowedLogResolver logs;

  /** Those of these backends. */
  public MirroredLogs(BackendCatalog backends, FollowedLogResolver logs) {
    this.backends = backends;
    this.logs = logs;
  }

  /** The ids of the logs behind a backend that have files here: its own, or those of its shards. */
  public List<String> of(@Variable("backend") String id) {
    return logs.mirroredLogsOf(backends.get(id)).stream().map(Backend::id).toList();
  }
}
