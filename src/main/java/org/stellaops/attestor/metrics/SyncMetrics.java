package org.stellaops.attestor.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

/** The metrics of the registered backends on a page. Safe for use by several threads. */
public record SyncMetrics(MetricsPage page, Clock clock) {
  private static final double[] AGE_BUCKETS = {30, 60, 300, 900, 3600, 6 * 3600, 86400, 7 * 86400};

  /** Counters without other labels; they are 0 before the first cycle. */
  private static final List<Metric> COUNTERS =
      List.of(
          Metric.CHECKPOINTS_FETCHED,
          Metric.CHECKPOINTS_STORED,
          Metric.TILES_FETCHED,
          Metric.TILES_CACHED,
          Metric.ENTRY_BUNDLES_FETCHED,
          Metric.ENTRY_BUNDLES_CACHED);

  /**
   * Adds the metrics of a backend; its counters are 0 before its first cycle.
   *
   * @param backend its id
   * @param state its current state; empty before first contact
   */
  public void registerBackend(String backend, Supplier<Optional<LogState>> state) {
    COUNTERS.forEach(counter -> page.counter(counter, backend));
    for (Failure failure : Failure.values()) {
      page.counter(Metric.ERRORS, backend, failure.label());
    }
    Failure.CONTRADICTIONS.forEach(kind -> page.counter(Metric.DIVERGENCES, backend, kind.label()));
    ageHistogram(backend);
    gauge(Metric.TILES_CACHED_NOW, backend, state, SyncMetrics::tileCount);
    gauge(Metric.TREE_SIZE, backend, state, log -> log.pending().size());
    gauge(Metric.MIRRORED_SIZE, backend, state, log -> log.mirrored().size());
    gauge(Metric.FROZEN, backend, state, log -> log.frozen() ? 1 : 0);
    page.gauge(
        Metric.DAMAGED, () -> state.get().flatMap(LogState::damage).isPresent() ? 1 : 0, backend);
    gauge(Metric.COVERAGE_RATIO, backend, state, LogState::coverage);
    gauge(Metric.MINIMUM_INDEX, backend, state, LogState::minimumIndex);
    gauge(Metric.LAST_SUCCESS, backend, state, timestamp(LogState::lastSuccess));
    gauge(Metric.LAST_GROWTH, backend, state, timestamp(log -> Optional.of(log.lastGrowth())));
    // +Inf exceeds the limit of every alert; comparisons with NaN would silence them
    page.gauge(
        Metric.LAST_SUCCESS_AGE,
        () ->
            state
                .get()
                .flatMap(LogState::lastSuccess)
                .map(this::secondsSince)
                .orElse(Double.POSITIVE_INFINITY),
        backend);
  }

  /** Adds the gauge that is 1 while the backend is in quarantine. */
  public void registerQuarantine(String backend, BooleanSupplier quarantined) {
    page.gauge(Metric.QUARANTINED, () -> quarantined.getAsBoolean() ? 1 : 0, backend);
  }

  /** Adds the gauge that is 1 while the backend is paused. */
  public void registerPause(String backend, BooleanSupplier paused) {
    page.gauge(Metric.PAUSED, () -> paused.getAsBoolean() ? 1 : 0, backend);
  }

  /** Adds the gauge that is 1 until an operator confirms the first contact. */
  public void registerFirstUse(String backend, BooleanSupplier unconfirmed) {
    page.gauge(Metric.TRUSTED_ON_FIRST_USE, () -> unconfirmed.getAsBoolean() ? 1 : 0, backend);
  }

  /**
   * Adds the gauges of the configured limits.
   *
   * @param staleAfter greatest age of the last success; may change with the configuration
   * @param noGrowthAfter greatest age of the last growth; zero for no limit
   */
  public void registerLimits(
      String backend, Supplier<Duration> staleAfter, Duration noGrowthAfter) {
    page.gauge(Metric.STALE_AFTER, () -> staleAfter.get().toSeconds(), backend);
    double noGrowthSeconds =
        noGrowthAfter.isZero() ? Double.POSITIVE_INFINITY : noGrowthAfter.toSeconds();
    page.gauge(Metric.NO_GROWTH_AFTER, () -> noGrowthSeconds, backend);
  }

  /** Records a comparison with the checkpoint of a peer, or that none was possible. */
  public void recordComparison(String backend, String outcome) {
    page.counter(Metric.COMPARISONS, backend, outcome).increment();
  }

  /** Records a fetched checkpoint, valid or not. */
  public void recordCheckpointFetched(String backend) {
    page.counter(Metric.CHECKPOINTS_FETCHED, backend).increment();
  }

  /** Records a verified and stored checkpoint. */
  public void recordCheckpointStored(String backend) {
    page.counter(Metric.CHECKPOINTS_STORED, backend).increment();
  }

  /** Records at the end of a successful cycle how long the log has had its tree size. */
  public void recordCheckpointAge(String backend, Duration age) {
    ageHistogram(backend).record(age.toMillis() / 1000.0);
  }

  /** Records a fetched tile or entry bundle, valid or not. */
  public void recordFetched(String backend, Resource resource) {
    page.counter(isEntries(resource) ? Metric.ENTRY_BUNDLES_FETCHED : Metric.TILES_FETCHED, backend)
        .increment();
  }

  /** Records a verified and written tile or entry bundle. */
  public void recordCached(String backend, Resource resource) {
    page.counter(isEntries(resource) ? Metric.ENTRY_BUNDLES_CACHED : Metric.TILES_CACHED, backend)
        .increment();
  }

  /** Records a failed cycle, or a finding that counts as an error. */
  public void recordError(String backend, Failure failure) {
    page.counter(Metric.ERRORS, backend, failure.label()).increment();
  }

  /** Records a contradiction in the history of a log. */
  public void recordDivergence(String backend, Failure kind) {
    page.counter(Metric.DIVERGENCES, backend, kind.label()).increment();
  }

  private DistributionSummary ageHistogram(String backend) {
    return page.histogram(Metric.CHECKPOINT_AGE, AGE_BUCKETS, backend);
  }

  private void gauge(
      Metric metric,
      String backend,
      Supplier<Optional<LogState>> state,
      ToDoubleFunction<LogState> value) {
    page.gauge(metric, () -> state.get().map(value::applyAsDouble).orElse(Double.NaN), backend);
  }

  private static double tileCount(LogState log) {
    TreeShape shape = new TreeShape(log.covered());
    return shape.tiles() - log.minimum().withheld(shape);
  }

  private static ToDoubleFunction<LogState> timestamp(Function<LogState, Optional<Instant>> when) {
    return log -> when.apply(log).map(at -> at.toEpochMilli() / 1000.0).orElse(Double.NaN);
  }

  /** The absolute value, because a clock that was set back must not silence alerts. */
  private double secondsSince(Instant then) {
    return Duration.between(then, clock.instant()).abs().toMillis() / 1000.0;
  }

  private static boolean isEntries(Resource resource) {
    return resource instanceof EntryBundle;
  }
}
