package org.stellaops.attestor.route.maintenance;

import java.util.List;
import org.apache.camel.Variable;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;

/** The logs with files on disk, for pruning and audits. */
public record MirroredLogs(BackendCatalog backends, FollowedLogResolver logs) {
  /** The ids of the logs of a backend that have files: the backend itself or its shards. */
  public List<String> of(@Variable("backend") String id) {
    return logs.mirroredLogsOf(backends.get(id)).stream().map(Backend::id).toList();
  }
}
