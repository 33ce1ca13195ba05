package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.TreeShape;

/** The meters of synchronisation, each with its help text. Safe for many threads. */
public final class SyncMetrics {
  private static final String PREFIX = "attestor.rekor.sync.";
  private static final double[] AGE_BUCKETS = {30, 60, 300, 900, 3600, 6 * 3600, 86400, 7 * 86400};

  private final MetricsPage page;
  private final Clock clock;

  /** Registers meters on this page. */
  public SyncMetrics(MetricsPage page, Clock clock) {
    this.page = page;
    this.clock = clock;
  }

  /**
   * Begins to show a backend, with zeros before its first cycle.
   *
   * @param backend its id
   * @param state where it stands now; empty before first contact
   */
  public void registerBackend(String backend, Supplier<Optional<LogState>> state) {
    checkpointCounter(backend, "fetched", "Checkpoints fetched from remote").increment(0);
    checkpointCounter(backend, "stored", "Checkpoints stored locally").increment(0);
    for (String event : new String[] {"fetched", "cached"}) {
      fileCounter(backend, "tiles", event).increment(0);
      fileCounter(backend, "entry.bundles", event).increment(0);
    }
    for (Failure failure : Failure.values()) {
      errorCounter(backend, failure).increment(0);
    }
    Failure.CONTRADICTIONS.forEach(kind -> divergenceCounter(backend, kind).increment(0));
    ageSummary(backend);
    gauge(backend, "tiles.cached", "Hash tiles in the mirror", state, SyncMetrics::tileCount);
    gauge(
        backend,
        "tree.size",
        "Entries of the pending checkpoint",
        state,
        log -> log.pending().size());
    gauge(
        backend,
        "mirrored.size",
        "Entries of the mirrored checkpoint",
        state,
        log -> log.mirrored().size());
    gauge(
        backend,
        "frozen",
        "Whether the log has said that it takes no more entries, 1 or 0",
        state,
        log -> log.frozen() ? 1 : 0);
    gauge(
        backend,
        "coverage.ratio",
        "Part of the pending checkpoint from the minimum index on that is on disk, 0 to 1",
        state,
        LogState::coverage);
    gauge(
        backend,
        "minimum.index",
        "First entry that the mirror stands for; those before it were pruned",
        state,
        LogState::minimumIndex);
    gauge(
        backend,
        "last.success.timestamp.seconds",
        "When a cycle last ended well, Unix time",
        state,
        timestamp(LogState::lastSuccess));
    gauge(
        backend,
        "last.growth.timestamp.seconds",
        "When the log was last seen to grow, Unix time",
        state,
        timestamp(log -> Optional.of(log.lastGrowth())));
    // never is longer ago than any limit of an alert, and NaN would keep every alert silent
    Gauge.builder(
            PREFIX + "last.success.seconds",
            () ->
                state
                    .get()
                    .flatMap(LogState::lastSuccess)
                    .map(this::secondsSince)
                    .orElse(Double.POSITIVE_INFINITY))
        .description("Time since a cycle last ended well, or until then; +Inf before the first")
        .tag("backend", backend)
        .register(page.gauges());
  }

  /** Shows whether a contradiction keeps us from following a backend: 1 if so, else 0. */
  public void registerQuarantine(String backend, BooleanSupplier quarantined) {
    Gauge.builder(PREFIX + "quarantined", () -> quarantined.getAsBoolean() ? 1 : 0)
        .description("Whether the backend is in quarantine after a contradiction, 1 or 0")
        .tag("backend", backend)
        .register(page.gauges());
  }

  /** Shows whether nobody has confirmed the first contact with a backend yet: 1 if so, else 0. */
  public void registerFirstUse(String backend, BooleanSupplier unconfirmed) {
    Gauge.builder(PREFIX + "trusted.on.first.use", () -> unconfirmed.getAsBoolean() ? 1 : 0)
        .description("Whether nobody has confirmed the first contact with the log yet, 1 or 0")
        .tag("backend", backend)
        .register(page.gauges());
  }

  /**
   * Shows the oldest ages that are acceptable, beside the times of the last success and growth.
   *
   * @param staleAfter of the last success, as it is now
   * @param noGrowthAfter of the last growth; zero for any
   */
  public void registerLimits(
      String backend, Supplier<Duration> staleAfter, Duration noGrowthAfter) {
    limit(
        backend,
        "stale.after.seconds",
        "Oldest acceptable age of the last good cycle",
        () -> staleAfter.get().toSeconds());
    limit(
        backend,
        "no.growth.after.seconds",
        "Oldest acceptable age of the last growth; +Inf for any",
        () -> noGrowthAfter.isZero() ? Double.POSITIVE_INFINITY : noGrowthAfter.toSeconds());
  }

  /** What somebody else shows of a log was compared with ours, or could not be. */
  public void recordComparison(String backend, String outcome) {
    Counter.builder(PREFIX + "comparisons")
        .description("Comparisons with what another place shows of the log, by outcome")
        .tag("backend", backend)
        .tag("outcome", outcome)
        .register(page.counters())
        .increment();
  }

  /** A checkpoint came from the log, good or bad. */
  public void recordCheckpointFetched(String backend) {
    checkpointCounter(backend, "fetched", "Checkpoints fetched from remote").increment();
  }

  /** A checkpoint was verified and stored. */
  public void recordCheckpointStored(String backend) {
    checkpointCounter(backend, "stored", "Checkpoints stored locally").increment();
  }

  /** A cycle ended well, and the log has shown the same head for this long. */
  public void recordCheckpointAge(String backend, Duration age) {
    ageSummary(backend).record(age.toMillis() / 1000.0);
  }

  /** A tile or an entry bundle came from the log, good or bad. */
  public void recordFetched(String backend, Resource resource) {
    fileCounter(backend, kind(resource), "fetched").increment();
  }

  /** A tile or an entry bundle was verified and written. */
  public void recordCached(String backend, Resource resource) {
    fileCounter(backend, kind(resource), "cached").increment();
  }

  /** A cycle failed, or showed something that is to be counted as an error. */
  public void recordError(String backend, Failure failure) {
    errorCounter(backend, failure).increment();
  }

  /** A log contradicted itself. */
  public void recordDivergence(String backend, Failure kind) {
    divergenceCounter(backend, kind).increment();
  }

  private Counter errorCounter(String backend, Failure failure) {
    return Counter.builder(PREFIX + "errors")
        .description("Sync errors")
        .tag("backend", backend)
        .tag("error_type", failure.label())
        .register(page.counters());
  }

  private Counter divergenceCounter(String backend, Failure kind) {
    return Counter.builder(PREFIX + "divergences")
        .description("Contradictions of a log, by class")
        .tag("backend", backend)
        .tag("class", kind.label())
        .register(page.counters());
  }

  private Counter checkpointCounter(String backend, String event, String help) {
    return Counter.builder(PREFIX + "checkpoints." + event)
        .description(help)
        .tag("backend", backend)
        .register(page.counters());
  }

  private Counter fileCounter(String backend, String kind, String event) {
    String help = kind.equals("tiles") ? "Hash tiles " : "Entry bundles ";
    return Counter.builder(PREFIX + kind + "." + event)
        .description(help + (event.equals("fetched") ? "fetched from remote" : "written locally"))
        .tag("backend", backend)
        .register(page.counters());
  }

  private DistributionSummary ageSummary(String backend) {
    return DistributionSummary.builder(PREFIX + "checkpoint.age")
        .description("Checkpoint age at sync time: how long the log has shown this head")
        .baseUnit("seconds")
        .serviceLevelObjectives(AGE_BUCKETS)
        .tag("backend", backend)
        .register(page.counters());
  }

  private void gauge(
      String backend,
      String name,
      String help,
      Supplier<Optional<LogState>> state,
      ToDoubleFunction<LogState> value) {
    Gauge.builder(PREFIX + name, () -> state.get().map(value::applyAsDouble).orElse(Double.NaN))
        .description(help)
        .tag("backend", backend)
        .register(page.gauges());
  }

  private void limit(String backend, String name, String help, Supplier<Number> value) {
    Gauge.builder(PREFIX + name, value)
        .description(help)
        .tag("backend", backend)
        .register(page.gauges());
  }

  private static double tileCount(LogState log) {
    TreeShape shape = new TreeShape(log.covered());
    return shape.tiles() - log.minimum().withheld(shape);
  }

  private static ToDoubleFunction<LogState> timestamp(Function<LogState, Optional<Instant>> when) {
    return log -> when.apply(log).map(at -> at.toEpochMilli() / 1000.0).orElse(Double.NaN);
  }

  /** A clock that was set back must not keep an alert silent until it has caught up. */
  private double secondsSince(Instant then) {
    return Duration.between(then, clock.instant()).abs().toMillis() / 1000.0;
  }

  private static String kind(Resource resource) {
    return resource instanceof EntryBundle ? "entry.bundles" : "tiles";
  }
}
