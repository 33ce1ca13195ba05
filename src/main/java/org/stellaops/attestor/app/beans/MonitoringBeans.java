package org.stellaops.attestor.app.beans;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.stellaops.attestor.app.AdditionalRoutes;
import org.stellaops.attestor.app.WatchedConfiguration;
import org.stellaops.attestor.config.AlertSettings;
import org.stellaops.attestor.config.BackendSettings;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.metrics.AlertMetrics;
import org.stellaops.attestor.metrics.EventMetrics;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.route.monitoring.Alerts;
import org.stellaops.attestor.route.monitoring.CachedLogStates;
import org.stellaops.attestor.route.monitoring.Events;
import org.stellaops.attestor.route.monitoring.HealthEndpoint;
import org.stellaops.attestor.route.monitoring.Pauses;

/** The objects of health checks, metrics, alerts and of the reload of the configuration. */
final class MonitoringBeans {
  private final SharedObjects shared;
  private final WatchedConfiguration configuration;
  private final CachedLogStates states;
  private final HealthEndpoint health;
  private final Pauses pauses;
  private final AdditionalRoutes additionalRoutes;

  MonitoringBeans(SharedObjects shared) {
    this.shared = shared;
    this.configuration = shared.bind("configuration", new WatchedConfiguration(shared.settings()));
    this.additionalRoutes = new AdditionalRoutes(shared.settings().program().routesDir());
    this.states =
        new CachedLogStates(
            shared.store().checkpoints(),
            shared.store().evidence(),
            shared.store().confirmations(),
            shared.store().pauses(),
            shared.store().shards(),
            shared.clock());
    this.health =
        shared.bind(
            "healthEndpoint",
            new HealthEndpoint(
                shared.backends(),
                states,
                this::staleAfter,
                nonCritical(shared.settings()),
                additionalRoutes::checks,
                shared.clock()));
    this.pauses = shared.bind("pauses", new Pauses(shared.store().pauses(), shared.clock()));
    shared.bind("metricsPage", shared.page());
    bindAlerts(shared);
    shared.bind("events", new Events(new EventMetrics(shared.page()), shared.clock()));
    shared.backends().backends().forEach(this::register);
  }

  private static void bindAlerts(SharedObjects shared) {
    AlertSettings settings = shared.settings().alerts();
    shared.bind(
        "alerts",
        new Alerts(
            shared.store().alerts(),
            new AlertMetrics(shared.page()),
            settings.webhookUrl(),
            () -> settings.webhookSecret().map(secret -> secret.read(System.getenv())),
            shared.clock()));
  }

  /** Adds the meters of a log, unless they exist. */
  void register(Backend log) {
    health.register(shared.syncMetrics(), log);
    shared
        .syncMetrics()
        .registerLimits(log.id(), this::staleAfter, shared.settings().alerts().noGrowthAfter());
  }

  private static Set<String> nonCritical(Settings settings) {
    return settings.backends().stream()
        .filter(backend -> !backend.critical())
        .map(BackendSettings::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The age of the last success after which a backend is stale; follows the configuration. */
  Duration staleAfter() {
    return configuration.schedule().staleAfter();
  }

  WatchedConfiguration configuration() {
    return configuration;
  }

  Pauses pauses() {
    return pauses;
  }

  AdditionalRoutes additionalRoutes() {
    return additionalRoutes;
  }

  CachedLogStates states() {
    return states;
  }
}
