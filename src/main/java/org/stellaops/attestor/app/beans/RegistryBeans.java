package org.stellaops.attestor.app.beans;

import java.io.InputStream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.route.Operations;
import org.stellaops.attestor.route.fetch.HttpRequests;
import org.stellaops.attestor.route.fetch.RequestHeaderFilter;
import org.stellaops.attestor.route.fetch.ResponseLimits;
import org.stellaops.attestor.route.monitoring.MetricsEndpoint;
import org.stellaops.attestor.route.sync.FileToWrite;

/** Binds the objects to the names that the routes use. */
public final class RegistryBeans implements CamelConfiguration {
  private final ObjectGraph graph;
  private final RunMode mode;

  /** Beans for routes that run in this way. */
  public RegistryBeans(ObjectGraph graph, RunMode mode) {
    this.graph = graph;
    this.mode = mode;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    registry.bind("dataSource", graph.store().dataSource());
    registry.bind("operations", new Operations());
    registry.bind("syncCycles", graph.syncCycles());
    registry.bind("checkpoints", graph.checkpoints());
    registry.bind("consistencyProofs", graph.consistencyProofs());
    registry.bind("shards", graph.shards());
    registry.bind("anchors", graph.anchors());
    registry.bind("entryFetches", graph.entryFetches());
    registry.bind("entryDownloads", graph.entryDownloads());
    registry.bind("shardProofs", graph.shardProofs());
    registry.bind("reportList", new GroupedBodyAggregationStrategy());
    registry.bind("contradictions", graph.contradictions());
    registry.bind("peerCheckpoints", graph.peerCheckpoints());
    registry.bind("noteRejections", graph.noteRejections());
    registry.bind("checkpointWarnings", graph.checkpointWarnings());
    registry.bind("alerts", graph.alerts());
    registry.bind("tiles", graph.tiles());
    registry.bind("workUnits", graph.units());
    registry.bind("mirroredLogs", graph.mirroredLogs());
    registry.bind("backgroundAudit", graph.backgroundAudit());
    registry.bind("repairs", graph.repairs());
    registry.bind("pruner", graph.pruner());
    registry.bind("cacheLimit", graph.cacheLimit());
    registry.bind("keyChecks", graph.keyChecks());
    registry.bind("configuration", graph.configuration());
    registry.bind("logReader", graph.logReader());
    registry.bind("httpRequests", new HttpRequests(graph.hostBackoff()));
    registry.bind("retryPolicy", graph.retryPolicy());
    registry.bind("hostBackoff", graph.hostBackoff());
    registry.bind("healthEndpoint", graph.healthEndpoint());
    registry.bind("metricsEndpoint", new MetricsEndpoint(graph.page()));
    registry.bind("exports", graph.airGap().exports());
    registry.bind("exportProofs", graph.airGap().exportProofs());
    registry.bind("imports", graph.airGap().imports());
    registry.bind("importProofs", graph.airGap().importProofs());
    registry.bind("importShardProofs", graph.airGap().importShards());
    registry.bind("importTiles", graph.airGap().importTiles());
    registry.bind("dryRuns", graph.airGap().dryRuns());
    registry.bind("bundleHistoryRecorder", graph.airGap().bundleHistoryRecorder());
    registry.bind("inbox", graph.airGap().inbox());
    registry.bind("outbox", graph.airGap().outbox());
    registry.bind("attestationInbox", graph.verification().attestations());
    registry.bind(
        "responseLimits", new ResponseLimits(graph.settings().sync().requests().requestTimeout()));
    registry.bind(
        "webhookResponseLimits", new ResponseLimits(graph.settings().alerts().webhookTimeout()));
    registry.bind("requestHeaderFilter", new RequestHeaderFilter());
    registry.bind("retryAfterDelay", new RetryAfterDelay(graph.retryPolicy()));
    addContentConverter(context);
    if (mode.isServing()) {
      addRouteTimers(context);
    }
    int processors = Runtime.getRuntime().availableProcessors();
    addPool(context, "compressors", processors, processors);
    addPool(context, "unitDispatchers", graph.settings().sync().parallelUnits(), 0);
    addPool(context, "downloaders", graph.settings().sync().requests().parallelRequests(), 0);
  }

  /** What the file endpoint writes. */
  private static void addContentConverter(CamelContext context) {
    context
        .getTypeConverterRegistry()
        .addTypeConverter(
            InputStream.class,
            FileToWrite.class,
            new SimpleTypeConverter(false, (type, exchange, file) -> ((FileToWrite) file).open()));
  }

  /** How often each route ran and how long it took, on the page with our own meters. */
  private void addRouteTimers(CamelContext context) {
    MicrometerRoutePolicyFactory timers = new MicrometerRoutePolicyFactory();
    timers.setMeterRegistry(graph.page().counters());
    context.addRoutePolicyFactory(timers);
  }

  /**
   * A pool whose caller works too when all are busy, so that no queue grows with the log.
   *
   * @param queueSize tasks that may wait for a thread. A split that streams has one task ahead,
   *     which takes the next piece; left to a caller it would come after that one's own piece, and
   *     the other threads would have nothing to do until then. 0 where a task waits for other tasks
   *     of the same pool
   */
  private static void addPool(CamelContext context, String name, int threads, int queueSize) {
    ThreadPoolProfile profile = new ThreadPoolProfile(name);
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(queueSize);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    context.getExecutorServiceManager().registerThreadPoolProfile(profile);
  }
}
