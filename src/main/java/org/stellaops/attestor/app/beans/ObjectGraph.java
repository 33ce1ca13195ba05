package org.stellaops.attestor.app.beans;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.stellaops.attestor.app.AdditionalRoutes;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.app.WatchedConfiguration;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.store.MirrorStatus;
import org.stellaops.attestor.route.Operations;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.airgap.Outbox;
import org.stellaops.attestor.route.http.HttpConnections;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.route.monitoring.CachedLogStates;
import org.stellaops.attestor.route.monitoring.Pauses;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;

/** The objects of a process that runs routes, each created once. */
public final class ObjectGraph implements AutoCloseable {
  private final SharedObjects shared;
  private final HttpConnections connections;
  private final MonitoringBeans monitoring;
  private final SyncBeans sync;
  private final BackgroundAudit backgroundAudit;
  private final Outbox outbox;
  private final VerificationBeans verification;

  /**
   * Creates all objects.
   *
   * @param store an open store; the caller closes it
   * @param budget the most that one cycle downloads
   * @param lockTimeout how long to wait for the lock of a log
   * @param syncListener is notified of the progress of cycles
   * @param bundleListener is notified of the progress of imports and exports
   */
  public ObjectGraph(
      Settings settings,
      PostgresStore store,
      TileBudget budget,
      Duration lockTimeout,
      SyncListener syncListener,
      BundleListener bundleListener,
      Clock clock) {
    this.shared = SharedObjects.create(settings, store, clock);
    shared.bind("dataSource", store.dataSource());
    shared.bind("operations", new Operations());
    this.connections = HttpBeans.bind(shared, System.getenv());
    this.monitoring = new MonitoringBeans(shared);
    this.sync = new SyncBeans(shared, budget, lockTimeout, syncListener);
    RekorBeans.bind(shared, budget, monitoring::register);
    this.backgroundAudit =
        MaintenanceBeans.bind(
            shared, sync, () -> monitoring.configuration().schedule().auditPeriod(), lockTimeout);
    this.outbox = AirGapBeans.bind(shared, sync, bundleListener);
    this.verification = new VerificationBeans(shared);
  }

  /** The objects that routes call, by bean name. */
  Map<String, Object> beans() {
    return shared.beans();
  }

  /** Computes the status of a backend, with the present configuration. */
  public MirrorStatus mirrorStatus() {
    return new MirrorStatus(settings().sync().enableTileSync(), monitoring.staleAfter());
  }

  public CachedLogStates states() {
    return monitoring.states();
  }

  public Pauses pauses() {
    return monitoring.pauses();
  }

  public Clock clock() {
    return shared.clock();
  }

  public Settings settings() {
    return shared.settings();
  }

  public WatchedConfiguration configuration() {
    return monitoring.configuration();
  }

  /** The operator's routes. */
  public AdditionalRoutes additionalRoutes() {
    return monitoring.additionalRoutes();
  }

  /** The metrics of this process. */
  public MetricsPage page() {
    return shared.page();
  }

  public Outbox outbox() {
    return outbox;
  }

  /** Interrupts background audits and waits for busy hosts, so that routes can stop. */
  public void interrupt() {
    backgroundAudit.stop();
    sync.hostBackoff().shutDown();
  }

  /** Closes HTTP connections, and what was opened for verification. */
  @Override
  public void close() {
    connections.shutDown();
    verification.close();
  }
}
