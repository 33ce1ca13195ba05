package org.stellaops.attestor.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.stellaops.attestor.app.beans.ObjectGraph;
import org.stellaops.attestor.app.beans.RegistryBeans;
import org.stellaops.attestor.app.runtime.AttestorRuntime;
import org.stellaops.attestor.app.runtime.RuntimeProperties;
import org.stellaops.attestor.config.Settings;
import org.stellaops.attestor.config.SettingsLoader;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.route.airgap.BundleListener;
import org.stellaops.attestor.route.sync.SyncListener;
import org.stellaops.attestor.route.sync.TileBudget;

/** What a file of routes needs to run without the others: real beans, and its placeholders. */
public final class RouteFixture implements AutoCloseable {
  private final Settings settings;
  private final PostgresStore store;
  private final ObjectGraph graph;

  /** Wires everything for these settings; nothing runs yet. */
  public RouteFixture(Settings settings) {
    this.settings = settings;
    this.store = PostgresStore.openPooled(settings, "test");
    this.graph = graph();
  }

  /** Binds the beans to the names that the routes use. */
  public CamelConfiguration beans() {
    return new RegistryBeans(graph, RunMode.DAEMON);
  }

  /** The properties of a process that polls, except for which files of routes it reads. */
  public Properties properties() {
    Properties properties = RuntimeProperties.of(settings, RunMode.DAEMON, "test");
    properties.remove("camel.main.routes-include-pattern");
    properties.remove("camel.main.routes-exclude-pattern");
    return properties;
  }

  public Settings settings() {
    return settings;
  }

  public PostgresStore store() {
    return store;
  }

  /** The present value of a meter, as {@code name{label="value"}}. */
  public double meterValue(String series) {
    return PrometheusText.parse(graph.page().scrape()).value(series);
  }

  /** All routes together, for what must have happened before. To be closed by the caller. */
  public AttestorRuntime startRuntime() {
    return AttestorRuntime.start(graph(), RunMode.ONCE, "test");
  }

  /** Tells the bean that watches the configuration which file it is, as the daemon does. */
  public void watch(Path file, CamelContext context) {
    Path home = file.getParent();
    TimedRoutes routes = new TimedRoutes(context, properties());
    graph.configuration().watch(file, new SettingsLoader(home, home), routes);
  }

  private ObjectGraph graph() {
    return new ObjectGraph(
        settings,
        store,
        TileBudget.UNLIMITED,
        Duration.ofSeconds(1),
        SyncListener.NONE,
        BundleListener.NONE,
        Clock.systemUTC());
  }

  @Override
  public void close() {
    store.close();
  }
}
