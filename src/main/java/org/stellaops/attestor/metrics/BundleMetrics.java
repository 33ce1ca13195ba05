package org.stellaops.attestor.metrics;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;

/** The metrics of exports and imports. Safe for use by several threads. */
public final class BundleMetrics {
  private static final String UNKNOWN_BACKEND = "";

  /** Failures on this side that also move a bundle to the directory of rejected bundles. */
  private static final Set<Failure> LOCAL_FAILURES =
      Set.of(Failure.CONFIGURATION, Failure.INTERNAL);

  private final MetricsPage page;
  private final Map<String, Instant> lastExports = new ConcurrentHashMap<>();
  private final Map<String, Instant> lastImports = new ConcurrentHashMap<>();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  /** Adds the metrics to this page. */
  public BundleMetrics(MetricsPage page) {
    this.page = page;
    registerRejections(UNKNOWN_BACKEND);
  }

  /** Adds the metrics of a backend; its times are NaN before its first bundle. */
  public void registerBackend(String backend) {
    if (registered.add(backend)) {
      registerRejections(backend);
      gauge(Metric.BUNDLE_EXPORT_LAST_SUCCESS, backend, lastExports);
      gauge(Metric.BUNDLE_IMPORT_LAST_SUCCESS, backend, lastImports);
    }
  }

  /** Adds the gauge of requests that cannot be answered yet. */
  public void registerRequestGauge(IntSupplier waiting) {
    page.gauge(Metric.BUNDLE_REQUESTS_WAITING, waiting::getAsInt);
  }

  /** Adds the gauge of bundles in the inbox that cannot be imported yet. */
  public void registerInboxGauge(IntSupplier waiting) {
    page.gauge(Metric.BUNDLE_INBOX_WAITING, waiting::getAsInt);
  }

  /**
   * Records the end of an export or import, successful or not.
   *
   * @param direction {@code export} or {@code import}
   * @param backend the id of the backend; empty if the bundle's log is unknown
   * @param outcome the label of the outcome or of the failure
   * @param bytes length of the file, as far as it was written or read
   */
  public void recordOutcome(String direction, String backend, String outcome, long bytes) {
    boolean export = isExport(direction);
    page.counter(export ? Metric.BUNDLE_EXPORTS : Metric.BUNDLE_IMPORTS, backend, outcome)
        .increment();
    page.counter(export ? Metric.BUNDLE_EXPORT_BYTES : Metric.BUNDLE_IMPORT_BYTES, backend)
        .increment(bytes);
  }

  /** Records the time of a successful export or import. */
  public void recordSuccess(String direction, String backend, Instant at) {
    (isExport(direction) ? lastExports : lastImports).put(backend, at);
    registerBackend(backend);
  }

  /** An alert on an increase needs a counter that exists before its first event. */
  private void registerRejections(String backend) {
    for (Failure failure : Failure.values()) {
      if (failure.exitCode() == ExitCode.REJECTED || LOCAL_FAILURES.contains(failure)) {
        page.counter(Metric.BUNDLE_IMPORTS, backend, failure.label());
      }
    }
  }

  private void gauge(Metric metric, String backend, Map<String, Instant> times) {
    page.gauge(
        metric,
        () -> times.containsKey(backend) ? times.get(backend).toEpochMilli() / 1e3 : Double.NaN,
        backend);
  }

  private static boolean isExport(String direction) {
    return direction.equals("export");
  }
}
