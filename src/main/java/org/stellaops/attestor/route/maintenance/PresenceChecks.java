package org.stellaops.attestor.route.maintenance;

import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.route.sync.HeadUpdate;
import org.stellaops.attestor.route.sync.MirrorChecks;
import org.stellaops.attestor.route.sync.SyncCycles;

/** Looks for the files of mirrors that no cycle looks after. */
public record PresenceChecks(BackendCatalog backends, SyncCycles cycles, MirrorChecks checks) {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.mirror");

  /** Begins a check whose failure is logged. */
  public Operation begin(@Variable("backend") String id) {
    return error -> {
      LOG.warn("{}: files not checked: {}: {}", id, error.failure().label(), error.getMessage());
      return null;
    };
  }

  /** Checks one mirror under the lock of its log. */
  public void run(@Variable("backend") String id) {
    HeadUpdate update = cycles.lock(backends.get(id));
    try {
      checks.check(update);
    } finally {
      update.lock().close();
    }
  }
}
