package org.stellaops.attestor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Tile;

class SyncMetricsTest {
  private static final String PREFIX = "attestor_rekor_sync_";
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final FakeLog LOG = FakeLog.named("metrics.example").grow(70_000);

  private final MetricsPage page = new MetricsPage();
  private final SyncMetrics metrics = new SyncMetrics(page, Clock.fixed(NOON, ZoneOffset.UTC));
  private Optional<LogState> state = Optional.empty();

  /** Every line of the operations guide that shows a series. */
  @Test
  void namesAndTypesMatchGuide() {
    metrics.registerBackend("sigstore-prod", () -> state);

    assertThat(read().types())
        .containsAllEntriesOf(
            Map.of(
                PREFIX + "checkpoints_fetched_total", "counter",
                PREFIX + "checkpoints_stored_total", "counter",
                PREFIX + "tiles_fetched_total", "counter",
                PREFIX + "tiles_cached_total", "counter",
                PREFIX + "checkpoint_age_seconds", "histogram",
                PREFIX + "tiles_cached", "gauge",
                PREFIX + "last_success_seconds", "gauge",
                PREFIX + "errors_total", "counter"));
  }

  @Test
  void everyFamilyHasPrefixAndHelpText() {
    metrics.registerBackend("one", () -> state);
    metrics.registerQuarantine("one", () -> true);
    metrics.registerFirstUse("one", () -> true);
    metrics.recordDivergence("one", Failure.SPLIT_VIEW);

    PrometheusText text = read();
    assertThat(text.types().keySet())
        .allSatisfy(name -> {
          assertThat(name).startsWith(PREFIX);
          assertThat(text.help(name)).as(name).hasSizeGreaterThan(10).doesNotContain("  ");
        });
  }

  @Test
  void labelsAreBackendAndErrorType() {
    metrics.registerBackend("one", () -> state);
    metrics.recordError("one", Failure.NETWORK);

    PrometheusText text = read();
    assertThat(text.value(PREFIX + "errors_total{backend=\"one\",error_type=\"network\"}"))
        .isEqualTo(1);
    assertThat(text.samples().keySet())
        .filteredOn(series -> !series.matches(".*(_bucket|errors_total|divergences_total).*"))
        .allSatisfy(series -> assertThat(series).endsWith("{backend=\"one\"}"));
  }

  /** A counter that begins with its first event has no increase that an alert could see. */
  @Test
  void everyCounterStartsAtZero() {
    metrics.registerBackend("one", () -> state);

    PrometheusText text = read();
    assertThat(text.samples())
        .allSatisfy((series, value) -> {
          if (series.contains("_total")) {
            assertThat(value).as(series).isZero();
          }
        });
    for (Failure failure : Failure.values()) {
      assertThat(text.value(series("errors_total", failure))).isZero();
    }
  }

  @Test
  void beforeFirstContactSizesAreNanAndLastSuccessIsInfinite() {
    metrics.registerBackend("one", () -> state);

    PrometheusText text = read();
    for (String gauge :
        new String[] {
          "tiles_cached",
          "tree_size",
          "mirrored_size",
          "coverage_ratio",
          "last_success_timestamp_seconds",
          "last_growth_timestamp_seconds"
        }) {
      assertThat(text.value(series(gauge))).as(gauge).isNaN();
    }
    assertThat(text.value(series("last_success_seconds"))).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void gaugesFollowLogState() {
    metrics.registerBackend("one", () -> state);
    state = state(300, 65_536, 70_000, Optional.of(NOON.minusMillis(135_500)));

    PrometheusText text = read();
    assertThat(text.value(series("tree_size"))).isEqualTo(70_000);
    assertThat(text.value(series("mirrored_size"))).isEqualTo(300);
    assertThat(text.value(series("tiles_cached"))).isEqualTo(258);
    assertThat(text.value(series("coverage_ratio"))).isEqualTo(65_536 / 70_000.0);
    assertThat(text.value(series("last_success_seconds"))).isEqualTo(135.5);
    assertThat(text.value(series("last_success_timestamp_seconds")))
        .isEqualTo(NOON.minusMillis(135_500).toEpochMilli() / 1000.0);
    assertThat(text.value(series("last_growth_timestamp_seconds")))
        .isEqualTo(NOON.minusSeconds(600).getEpochSecond());
  }

  @Test
  void emptyLogIsFullyCovered() {
    metrics.registerBackend("one", () -> state);
    state = state(0, 0, 0, Optional.empty());

    PrometheusText text = read();
    assertThat(text.value(series("coverage_ratio"))).isEqualTo(1);
    assertThat(text.value(series("tiles_cached"))).isZero();
    assertThat(text.value(series("last_success_seconds"))).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void countersCountTheirEvents() {
    metrics.registerBackend("one", () -> state);
    metrics.recordCheckpointFetched("one");
    metrics.recordCheckpointFetched("one");
    metrics.recordCheckpointStored("one");
    metrics.recordFetched("one", Tile.full(0, 0));
    metrics.recordFetched("one", EntryBundle.full(0));
    metrics.recordFetched("one", EntryBundle.full(1));
    metrics.recordCached("one", Tile.full(0, 0));
    metrics.recordCached("one", Tile.full(1, 0));
    metrics.recordCached("one", new EntryBundle(0, 7));

    PrometheusText text = read();
    assertThat(text.value(series("checkpoints_fetched_total"))).isEqualTo(2);
    assertThat(text.value(series("checkpoints_stored_total"))).isEqualTo(1);
    assertThat(text.value(series("tiles_fetched_total"))).isEqualTo(1);
    assertThat(text.value(series("entry_bundles_fetched_total"))).isEqualTo(2);
    assertThat(text.value(series("tiles_cached_total"))).isEqualTo(2);
    assertThat(text.value(series("entry_bundles_cached_total"))).isEqualTo(1);
  }

  /** The client library takes both for one name; see MetricsPage. */
  @Test
  void counterAndGaugeMayShareName() {
    metrics.registerBackend("one", () -> state);
    state = state(300, 300, 300, Optional.of(NOON));
    metrics.recordCached("one", Tile.full(0, 0));

    PrometheusText text = read();
    assertThat(text.value(series("tiles_cached_total"))).isEqualTo(1);
    assertThat(text.value(series("tiles_cached"))).isEqualTo(3);
    assertThat(text.help(PREFIX + "tiles_cached"))
        .isNotEqualTo(text.help(PREFIX + "tiles_cached_total"));
  }

  @Test
  void checkpointAgeIsHistogramInSeconds() {
    metrics.registerBackend("one", () -> state);
    assertThat(read().value(series("checkpoint_age_seconds_count"))).isZero();
    metrics.recordCheckpointAge("one", Duration.ofMillis(12_500));
    metrics.recordCheckpointAge("one", Duration.ofMinutes(10));
    metrics.recordCheckpointAge("one", Duration.ofDays(30));

    PrometheusText text = read();
    assertThat(text.value(series("checkpoint_age_seconds_count"))).isEqualTo(3);
    assertThat(text.value(series("checkpoint_age_seconds_sum")))
        .isEqualTo(12.5 + 600 + 30 * 86_400);
    assertThat(bucket(text, "30.0")).isEqualTo(1);
    assertThat(bucket(text, "300.0")).isEqualTo(1);
    assertThat(bucket(text, "900.0")).isEqualTo(2);
    assertThat(bucket(text, "604800.0")).isEqualTo(2);
    assertThat(bucket(text, "+Inf")).isEqualTo(3);
  }

  @Test
  void countsBackendsSeparately() {
    metrics.registerBackend("one", () -> state);
    metrics.registerBackend("two", () -> state(300, 300, 300, Optional.of(NOON)));
    metrics.recordCheckpointFetched("two");

    PrometheusText text = read();
    assertThat(text.value(series("checkpoints_fetched_total"))).isZero();
    assertThat(text.value(PREFIX + "checkpoints_fetched_total{backend=\"two\"}")).isEqualTo(1);
    assertThat(text.value(series("tree_size"))).isNaN();
    assertThat(text.value(PREFIX + "tree_size{backend=\"two\"}")).isEqualTo(300);
  }

  @Test
  void registeringBackendTwiceKeepsCounts() {
    metrics.registerBackend("one", () -> state);
    metrics.recordCheckpointFetched("one");
    metrics.registerBackend("one", () -> state);

    assertThat(read().value(series("checkpoints_fetched_total"))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void countsEveryFailureByErrorType(Failure failure) {
    metrics.recordError("one", failure);
    metrics.recordError("one", failure);

    assertThat(read().value(series("errors_total", failure))).isEqualTo(2);
  }

  @Test
  void exposesQuarantineAndDivergences() {
    boolean[] quarantined = {false};
    metrics.registerQuarantine("one", () -> quarantined[0]);
    assertThat(read().value(series("quarantined"))).isZero();
    quarantined[0] = true;
    metrics.recordDivergence("one", Failure.INCONSISTENT);

    PrometheusText text = read();
    assertThat(text.value(series("quarantined"))).isEqualTo(1);
    assertThat(text.value(PREFIX + "divergences_total{backend=\"one\",class=\"inconsistent\"}"))
        .isEqualTo(1);
  }

  @Test
  void pageWithoutMetersIsEmpty() {
    assertThat(page.scrape()).isEmpty();
    assertThat(MetricsPage.CONTENT_TYPE).startsWith("text/plain; version=0.0.4");
  }

  private PrometheusText read() {
    return PrometheusText.parse(page.scrape());
  }

  private static double bucket(PrometheusText text, String limit) {
    return text.value(
        PREFIX + "checkpoint_age_seconds_bucket{backend=\"one\",le=\"" + limit + "\"}");
  }

  private static String series(String name) {
    return PREFIX + name + "{backend=\"one\"}";
  }

  private static String series(String name, Failure failure) {
    return PREFIX + name + "{backend=\"one\",error_type=\"" + failure.label() + "\"}";
  }

  private static Optional<LogState> state(
      long mirrored, long covered, long pending, Optional<Instant> lastSuccess) {
    return Optional.of(
        new LogState(
            LOG.identity().origin(),
            "one",
            LOG.head(pending),
            LOG.head(mirrored),
            covered,
            0,
            false,
            NOON.minusSeconds(3600),
            NOON.minusSeconds(600),
            lastSuccess,
            Optional.empty()));
  }
}
