package org.stellaops.attestor.app.beans;

import java.time.Duration;
import java.util.function.Supplier;
import org.stellaops.attestor.app.Retention;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.PurgeMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.retention.TablePurge;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.RetentionStore;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.route.maintenance.MirroredLogs;
import org.stellaops.attestor.route.maintenance.PresenceChecks;
import org.stellaops.attestor.route.maintenance.Pruner;
import org.stellaops.attestor.route.maintenance.Purges;
import org.stellaops.attestor.route.maintenance.Repairs;

/** The objects of audits, repairs and pruning. */
final class MaintenanceBeans {
  private MaintenanceBeans() {}

  /** Returns the background audit, which must be stopped before the routes. */
  static BackgroundAudit bind(
      SharedObjects shared, SyncBeans sync, Supplier<Duration> auditPeriod, Duration lockTimeout) {
    BackendCatalog backends = shared.backends();
    CheckpointStore store = shared.store().checkpoints();
    RetentionStore retention = shared.store().retention();
    LogLocks locks = shared.store().locks();
    MirrorTree tree = shared.tree();
    AuditMetrics metrics = new AuditMetrics(shared.page());
    metrics.registerPeriod(auditPeriod);
    BackgroundAudit backgroundAudit =
        shared.bind(
            "backgroundAudit",
            new BackgroundAudit(
                backends,
                store,
                tree,
                metrics,
                shared.settings().audit().bytesPerSecond(),
                shared.clock()));
    backgroundAudit.registerMetrics();
    shared.bind(
        "mirroredLogs",
        new MirroredLogs(backends, new FollowedLogResolver(shared.store().shards())));
    shared.bind("presenceChecks", new PresenceChecks(backends, sync.cycles(), sync.mirrorChecks()));
    shared.bind("repairs", new Repairs(backends, store, tree, locks, lockTimeout));
    shared.bind(
        "pruner",
        new Pruner(
            backends,
            new MirrorPruning(store, retention, tree),
            retention,
            locks,
            shared.settings().tiles().autoPruneAfter()));
    bindPurges(shared);
    return backgroundAudit;
  }

  private static void bindPurges(SharedObjects shared) {
    TablePurge tables =
        Retention.tables(shared.settings(), shared.store().purges(), shared.clock());
    PurgeMetrics metrics = new PurgeMetrics(shared.page());
    metrics.register(tables.tables());
    shared.bind(
        "purges", new Purges(tables, Retention.files(shared.settings()), metrics, shared.clock()));
  }
}
