package org.stellaops.attestor.app.beans;

import java.io.InputStream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.stellaops.attestor.app.RunMode;
import org.stellaops.attestor.route.sync.FileToWrite;

/** Binds the beans, and adds type converters, thread pools and route timers for a run mode. */
public record RegistryBeans(ObjectGraph graph, RunMode mode) implements CamelConfiguration {
  @Override
  public void configure(CamelContext context) {
    graph.beans().forEach(context.getRegistry()::bind);
    addContentConverter(context);
    graph.additionalRoutes().attach(context);
    if (mode.isServing() && graph.settings().monitoring().camelMetrics()) {
      addRouteTimers(context);
    }
    int processors = Runtime.getRuntime().availableProcessors();
    addPool(context, "compressors", processors, processors);
    addPool(context, "unitDispatchers", graph.settings().sync().parallelUnits(), 0);
    addScheduler(context, "polls", graph.settings().sync().parallelCycles());
    addScheduler(context, "audits", 2);
    addScheduler(context, "exports", 2);
    addScheduler(context, "prunes", 1);
    addPool(context, "downloaders", graph.settings().sync().requests().parallelRequests(), 0);
  }

  /** Adds the conversion by which the file endpoint reads the content of a file. */
  private static void addContentConverter(CamelContext context) {
    context
        .getTypeConverterRegistry()
        .addTypeConverter(
            InputStream.class,
            FileToWrite.class,
            new SimpleTypeConverter(false, (type, exchange, file) -> ((FileToWrite) file).open()));
  }

  /** Counts and times the exchanges of each route, on the metrics page. */
  private void addRouteTimers(CamelContext context) {
    MicrometerRoutePolicyFactory timers = new MicrometerRoutePolicyFactory();
    timers.setMeterRegistry(graph.page().counters());
    context.addRoutePolicyFactory(timers);
  }

  /** Threads that the timer routes of all backends share; started when the first is scheduled. */
  private static void addScheduler(CamelContext context, String name, int threads) {
    context
        .getRegistry()
        .bind(
            name,
            context.getExecutorServiceManager().newScheduledThreadPool(context, name, threads));
  }

  /**
   * A thread pool whose caller runs the task if all threads are busy, so that no queue grows with
   * the log.
   *
   * @param queueSize number of tasks that may wait for a thread. A streaming split submits one task
   *     in advance, which takes the next element; if the caller ran it, the other threads would be
   *     idle meanwhile. 0 if tasks wait for other tasks of the same pool
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
