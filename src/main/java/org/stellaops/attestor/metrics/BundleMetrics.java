package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;

/** The meters of exports and imports. Safe for many threads. */
public final class BundleMetrics {
  private static final String PREFIX = "attestor.bundle.";

  private static final String UNKNOWN_BACKEND = "";

  /** Of a log that is not configured, or a bug: such a bundle is put away as refused ones are. */
  private static final Set<Failure> LOCAL_FAILURES =
      Set.of(Failure.CONFIGURATION, Failure.INTERNAL);

  private final MetricsPage page;
  private final Map<String, Instant> lastSuccess = new ConcurrentHashMap<>();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();

  /** Registers meters on this page. */
  public BundleMetrics(MetricsPage page) {
    this.page = page;
    registerRejections(UNKNOWN_BACKEND);
  }

  /**
   * Begins to show a backend, without times before its first bundle; a shard comes with its own.
   */
  public void registerBackend(String backend) {
    if (!registered.add(backend)) {
      return;
    }
    registerRejections(backend);
    for (String direction : new String[] {"export", "import"}) {
      Gauge.builder(
              PREFIX + direction + ".last.success.timestamp.seconds",
              () ->
                  Optional.ofNullable(lastSuccess.get(direction + " " + backend))
                      .map(at -> at.toEpochMilli() / 1000.0)
                      .orElse(Double.NaN))
          .description("When a bundle was last " + direction + "ed well, Unix time")
          .tag("backend", backend)
          .register(page.gauges());
    }
  }

  /** Shows how many bundles lie in the inbox that cannot be imported yet. */
  public void registerInboxGauge(IntSupplier waiting) {
    Gauge.builder(PREFIX + "inbox.waiting", () -> waiting.getAsInt())
        .description("Bundles in the inbox that cannot be imported yet")
        .register(page.gauges());
  }

  /**
   * A bundle was exported or imported, or was to be.
   *
   * @param direction {@code export} or {@code import}
   * @param backend the id of the backend; empty if it is of no known log
   * @param outcome the word of what came of it, or of the failure
   * @param bytes length of the file, as far as it was written or read
   */
  public void recordOutcome(String direction, String backend, String outcome, long bytes) {
    outcomeCounter(direction, backend, outcome).increment();
    Counter.builder(PREFIX + direction + ".bytes")
        .description("Bytes of bundles " + direction + "ed")
        .tag("backend", backend)
        .register(page.counters())
        .increment(bytes);
  }

  /** A counter that begins with its first event has no increase that an alert could see. */
  private void registerRejections(String backend) {
    for (Failure failure : Failure.values()) {
      if (failure.exitCode() == ExitCode.REJECTED || LOCAL_FAILURES.contains(failure)) {
        outcomeCounter("import", backend, failure.label()).increment(0);
      }
    }
  }

  private Counter outcomeCounter(String direction, String backend, String outcome) {
    return Counter.builder(PREFIX + direction + "s")
        .description("Bundles " + direction + "ed, by what came of it")
        .tag("backend", backend)
        .tag("outcome", outcome)
        .register(page.counters());
  }

  /** A bundle was exported or imported well. */
  public void recordSuccess(String direction, String backend, Instant at) {
    lastSuccess.put(direction + " " + backend, at);
    registerBackend(backend);
  }
}
