package org.stellaops.attestor.app;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.processor.aggregate.GroupedBodyAggregationStrategy;
import org.apache.camel.spi.Registry;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.route.HttpRequests;
import org.stellaops.attestor.tlog.Slice;

/** Binds the objects to the names that the routes use. */
final class RegistryBeans implements CamelConfiguration {
  private final ObjectGraph graph;
  private final RunMode mode;

  /** Beans for routes that run in this way. */
  RegistryBeans(ObjectGraph graph, RunMode mode) {
    this.graph = graph;
    this.mode = mode;
  }

  @Override
  public void configure(CamelContext context) {
    Registry registry = context.getRegistry();
    registry.bind("dataSource", graph.store().dataSource());
    registry.bind("cycles", graph.cycles());
    registry.bind("checkpoints", graph.checkpoints());
    registry.bind("proofs", graph.proofs());
    registry.bind("shards", graph.shards());
    registry.bind("anchors", graph.anchors());
    registry.bind("entryFetches", graph.entryFetches());
    registry.bind("crawls", graph.crawls());
    registry.bind("shardProofs", graph.shardProofs());
    registry.bind("reportList", new GroupedBodyAggregationStrategy());
    registry.bind("contradictions", graph.contradictions());
    registry.bind("comparisons", graph.comparisons());
    registry.bind("refusals", graph.refusals());
    registry.bind("doubts", graph.doubts());
    registry.bind("alerts", graph.alerts());
    registry.bind("tiles", graph.tiles());
    registry.bind("units", graph.units());
    registry.bind("mirroredLogs", graph.mirroredLogs());
    registry.bind("audits", graph.audits());
    registry.bind("repairs", graph.repairs());
    registry.bind("prunes", graph.prunes());
    registry.bind("cacheLimit", graph.cacheLimit());
    registry.bind("keys", graph.keys());
    registry.bind("configuration", graph.configuration());
    registry.bind("downloads", graph.downloads());
    registry.bind("httpRequests", new HttpRequests());
    registry.bind("patience", graph.patience());
    registry.bind("busyServers", graph.busyServers());
    registry.bind("observations", graph.observations());
    registry.bind("exports", graph.airGap().exports());
    registry.bind("exportProofs", graph.airGap().exportProofs());
    registry.bind("imports", graph.airGap().imports());
    registry.bind("importProofs", graph.airGap().importProofs());
    registry.bind("importShards", graph.airGap().importShards());
    registry.bind("importTiles", graph.airGap().importTiles());
    registry.bind("dryRuns", graph.airGap().dryRuns());
    registry.bind("bundleEnds", graph.airGap().bundleEnds());
    registry.bind("inbox", graph.airGap().inbox());
    registry.bind("outbox", graph.airGap().outbox());
    registry.bind("attestations", graph.verifying().attestations());
    registry.bind(
        "boundedAnswers", new BoundedAnswers(graph.settings().sync().requests().requestTimeout()));
    registry.bind("boundedPosts", new BoundedAnswers(graph.settings().alerts().webhookTimeout()));
    registry.bind("requestHeaders", new RequestHeaders());
    registry.bind("retryAfterDelay", new RetryAfterDelay(graph.patience()));
    addContents(context);
    if (mode.serves()) {
      addRouteTimers(context);
    }
    int processors = Runtime.getRuntime().availableProcessors();
    addPool(context, "packers", processors, processors);
    addPool(context, "unitSenders", graph.settings().sync().parallelUnits(), 0);
    addPool(context, "downloaders", graph.settings().sync().requests().parallelRequests(), 0);
  }

  /** What the file endpoint writes of a verified file: its bytes. */
  private static void addContents(CamelContext context) {
    context
        .getTypeConverterRegistry()
        .addTypeConverter(
            InputStream.class,
            VerifiedFile.class,
            new SimpleTypeConverter(
                false, (type, exchange, file) -> stream(((VerifiedFile) file).content())));
  }

  private static InputStream stream(Slice content) {
    return new ByteArrayInputStream(content.array(), content.from(), content.length());
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
   * @param waiting tasks that may wait for a thread. A split that streams has one task ahead, which
   *     takes the next piece; left to a caller it would come after that one's own piece, and the
   *     other threads would have nothing to do until then. 0 where a task waits for other tasks of
   *     the same pool
   */
  private static void addPool(CamelContext context, String name, int threads, int waiting) {
    ThreadPoolProfile profile = new ThreadPoolProfile(name);
    profile.setPoolSize(threads);
    profile.setMaxPoolSize(threads);
    profile.setMaxQueueSize(waiting);
    profile.setRejectedPolicy(ThreadPoolRejectedPolicy.CallerRuns);
    context.getExecutorServiceManager().registerThreadPoolProfile(profile);
  }
}
