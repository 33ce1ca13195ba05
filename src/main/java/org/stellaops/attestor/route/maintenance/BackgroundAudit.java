package org.stellaops.attestor.route.maintenance;

import java.time.Clock;
import java.util.stream.Collectors;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.DamagedRange;
import org.stellaops.attestor.mirror.audit.MirrorAudit;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.route.Operation;
import org.stellaops.attestor.tlog.Resource;

/** Runs the audits of the daemon: rate-limited, in sequence, without repair. */
public final class BackgroundAudit {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.audit");
  private static final int MAX_NAMED = 5;

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final AuditMetrics metrics;
  private final ByteRateLimiter rateLimiter;
  private final Clock clock;

  /**
   * @param bytesPerSecond read limit of all audits together; 0 for no limit
   */
  public BackgroundAudit(
      BackendCatalog backends,
      CheckpointStore store,
      MirrorTree tree,
      AuditMetrics metrics,
      long bytesPerSecond,
      Clock clock) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.metrics = metrics;
    this.rateLimiter = new ByteRateLimiter(bytesPerSecond);
    this.clock = clock;
  }

  /** Registers the metrics of every backend with tiles; shards are added when they are audited. */
  public void registerMetrics() {
    backends.backends().stream()
        .filter(Backend::hasTiles)
        .map(Backend::id)
        .forEach(metrics::registerBackend);
  }

  public Operation begin(@Variable("backend") String id) {
    return error -> {
      logFailure(id, error);
      return null;
    };
  }

  /** Audits one mirror, counts and logs the findings. Changes nothing. */
  public AuditReport run(@Variable("backend") String id) {
    Backend backend = backends.get(id);
    AuditReport report =
        new MirrorAudit(store, tree, rateLimiter, false).run(backend, clock.instant());
    metrics.recordAudit(id, clock.instant(), report.findingCount());
    if (report.isClean()) {
      LOG.info("{}: audit of {} entries: no findings", id, report.auditedEntries());
    } else {
      LOG.error(
          "{}: audit of {} entries: {} findings, including {}; run: stella attestor tiles verify"
              + " --backend {} --repair",
          id,
          report.auditedEntries(),
          report.findingCount(),
          summary(report),
          id);
    }
    return report;
  }

  private static void logFailure(String id, AttestorException error) {
    if (error.failure() == Failure.INCOMPLETE) {
      LOG.info("{}: not audited: {}", id, error.getMessage());
    } else {
      LOG.warn("{}: audit failed: {}: {}", id, error.failure().label(), error.getMessage());
    }
  }

  /** Stops the running audits; the daemon does not wait for them. */
  public void stop() {
    rateLimiter.stop();
  }

  private static String summary(AuditReport report) {
    String damaged =
        report.damagedRanges().stream()
            .flatMap(DamagedRange::resources)
            .limit(MAX_NAMED)
            .map(Resource::path)
            .collect(Collectors.joining(", "));
    if (!damaged.isEmpty()) {
      return damaged;
    }
    return report.fileProblems().isEmpty()
        ? "unexpected files"
        : report.fileProblems().keySet().stream()
            .map(file -> file.path())
            .collect(Collectors.joining(", "));
  }
}
