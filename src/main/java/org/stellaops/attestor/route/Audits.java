package org.stellaops.attestor.route;

import java.time.Clock;
import java.util.stream.Collectors;
import org.apache.camel.ExchangeException;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.MirrorAudit;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.tlog.Resource;

/** Audits of the daemon: slow, one file after the other, and only to be told of. */
public final class Audits {
  private static final Logger LOG = LoggerFactory.getLogger("attestor.audit");
  private static final int MOST_NAMED = 5;

  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final AuditMetrics metrics;
  private final AuditPace pace;
  private final Clock clock;

  /**
   * Audits the mirrors of these logs.
   *
   * @param bytesPerSecond the most that all audits together read; 0 for no limit
   */
  public Audits(
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
    this.pace = new AuditPace(bytesPerSecond);
    this.clock = clock;
  }

  /** Shows every backend with tiles on the metrics page; shards join once they are audited. */
  public void show() {
    backends.backends().stream().filter(Backend::hasTiles).map(Backend::id).forEach(metrics::show);
  }

  /** Audits one mirror, counts and logs what is wrong. Changes nothing. */
  public AuditReport run(@Variable("backend") String id) {
    Backend backend = backends.get(id);
    AuditReport report = new MirrorAudit(store, tree, pace, false).run(backend, clock.instant());
    metrics.ended(id, clock.instant(), report.findings());
    if (report.good()) {
      LOG.info("{}: audit of {} entries: good", id, report.covered());
    } else {
      LOG.error(
          "{}: audit of {} entries: {} findings, among them {}; run: stella attestor tiles verify"
              + " --backend {} --repair",
          id,
          report.covered(),
          report.findings(),
          some(report),
          id);
    }
    return report;
  }

  /** Tells of an audit that came to no result. */
  public void fail(@Variable("backend") String id, @ExchangeException Exception thrown) {
    AttestorException why = Failures.of(thrown);
    if (why.failure() == Failure.INCOMPLETE) {
      LOG.info("{}: no audit: {}", id, why.getMessage());
    } else {
      LOG.warn("{}: no audit: {}: {}", id, why.failure().word(), why.getMessage());
    }
  }

  /** Ends the audits that are going on; the daemon does not wait for them. */
  public void end() {
    pace.end();
  }

  private static String some(AuditReport report) {
    String damaged =
        report.damages().stream()
            .flatMap(damage -> damage.resources())
            .limit(MOST_NAMED)
            .map(Resource::path)
            .collect(Collectors.joining(", "));
    return damaged.isEmpty()
        ? report.published().map(wrong -> "the checkpoint").orElse("files that do not belong")
        : damaged;
  }
}
