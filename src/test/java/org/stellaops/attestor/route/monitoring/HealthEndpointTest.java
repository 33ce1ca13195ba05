package org.stellaops.attestor.route.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.HistoryConfirmation;
import org.stellaops.attestor.mirror.store.StoredEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.route.sync.LogStateFixtures;
import org.stellaops.attestor.route.sync.SingleLogFixture;

class HealthEndpointTest {
  private static final Duration STALE_AFTER = Duration.ofMinutes(15);
  private static final String TREE_SIZE = "attestor_rekor_sync_tree_size{backend=\"one\"}";

  @TempDir private Path directory;
  private List<HealthCheckResult> routes = List.of();
  private SingleLogFixture one;
  private HealthEndpoint observations;

  @BeforeEach
  void observe() {
    one = new SingleLogFixture(directory, true);
    observations = observing(Set.of());
    one.catalog.backends().forEach(log -> observations.register(one.metrics, log));
  }

  private HealthEndpoint observing(Set<String> dispensable) {
    CachedLogStates states =
        new CachedLogStates(
            one.store, one.evidence, one.confirmations, one.pauses, one.shards, one.clock);
    return new HealthEndpoint(
        one.catalog, states, () -> STALE_AFTER, dispensable, () -> routes, one.clock);
  }

  @Test
  void livenessIsAlwaysUp() {
    assertThat(observations.liveness()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
  }

  @Test
  void storeIsUpAndBackendIsDownBeforeFirstContact() {
    assertThat(observations.readinessStatus()).isEqualTo(503);
    assertThat(observations.readiness())
        .isEqualTo(
            "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"store\",\"status\":\"UP\",\"data\":{}},"
                + "{\"name\":\"backend-one\",\"status\":\"DOWN\","
                + "\"data\":{\"origin\":\"one.example\",\"staleAfterSeconds\":900,\"quarantined\":false}}]}");
  }

  @Test
  void readinessDoesNotDependOnRoutesOfTheOperator() throws IOException {
    succeed();
    routes = List.of(HealthCheckResult.of("route-site", false, Map.of("critical", false)));

    assertThat(observations.readinessStatus()).isEqualTo(200);
    assertThat(observations.readiness())
        .startsWith("{\"status\":\"UP\"")
        .contains("{\"name\":\"route-site\",\"status\":\"DOWN\",\"data\":{\"critical\":false}}");
  }

  @Test
  void shardsThatAreNotFollowedAreNamedWhileTheServerShowsThem() throws IOException {
    succeed();
    one.shards.recordAdvertised(
        "one", List.of(), List.of(), List.of(new TreeId(9)), one.clock.instant());
    one.clock.move(Duration.ofSeconds(2));

    assertThat(data().get("unfollowedShards").toString()).isEqualTo("[\"9\"]");
    assertUp();
    one.clock.move(STALE_AFTER);
    assertThat(data().has("unfollowedShards")).isFalse();
  }

  @Test
  void backendIsReadyUntilStale() throws IOException {
    succeed();

    assertUp();
    assertThat(data())
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"origin\":\"one.example\",\"ageSeconds\":0,\"staleAfterSeconds\":900,"
                        + "\"lastSuccess\":\"2026-11-23T12:00:00Z\","
                        + "\"lastGrowth\":\"2026-11-23T12:00:00Z\",\"frozen\":false,"
                        + "\"treeSize\":300,\"mirroredSize\":0,\"quarantined\":false}"));
    one.clock.move(STALE_AFTER);
    assertUp();
    one.clock.move(Duration.ofSeconds(1));
    assertDown();
    assertThat(data().path("ageSeconds").asLong()).isEqualTo(901);
  }

  /** Else a year could go by before anyone hears that the log is not followed any more. */
  @Test
  void futureSuccessIsNotFresh() throws IOException {
    one.clock.move(Duration.ofDays(365));
    succeed();
    one.clock.move(Duration.ofDays(-365));

    assertDown();
    assertThat(one.page.scrape())
        .contains("attestor_rekor_sync_last_success_seconds{backend=\"one\"} 3.1536E7");
  }

  @Test
  void backendWithFullCacheIsNotReady() throws IOException {
    succeed();
    one.store.recordFailure(
        one.backend().origin(),
        new CycleFailure(LogStateFixtures.NOON, Failure.CACHE_FULL, "too large"));

    assertDown();
    assertThat(data().path("error").asText()).isEqualTo("cache_full");
  }

  @Test
  void failedBackendIsReadyWhileLastSuccessIsFresh() throws IOException {
    succeed();
    one.store.recordFailure(
        one.backend().origin(),
        new CycleFailure(LogStateFixtures.NOON, Failure.NETWORK, "refused"));

    assertUp();
    assertThat(data().path("error").asText()).isEqualTo("network");
  }

  @Test
  void quarantinedBackendIsNotReady() throws IOException {
    succeed();
    long id = one.evidence.save(evidence());

    assertDown();
    assertThat(data().path("quarantined").asBoolean()).isTrue();
    one.evidence.release(
        one.backend().origin(),
        new StoredEvidence.Release(LogStateFixtures.NOON, "me", "explained"));
    one.clock.move(Duration.ofSeconds(1));
    assertUp();
    assertThat(id).isPositive();
  }

  @Test
  void nonCriticalBackendDoesNotAffectReadiness() throws IOException {
    HealthEndpoint patient = observing(Set.of("one"));

    assertThat(patient.readinessStatus()).isEqualTo(200);
    assertThat(patient.backendStatus("one")).isEqualTo(503);
    JsonNode ready = new ObjectMapper().readTree(patient.readiness());
    assertThat(ready.path("status").asText()).isEqualTo("UP");
    assertThat(ready.at("/checks/1/status").asText()).isEqualTo("DOWN");
    assertThat(ready.at("/checks/1/data/critical").asBoolean(true)).isFalse();
  }

  @Test
  void unavailableStoreIsNotReady() throws Exception {
    HealthEndpoint patient = observing(Set.of("one"));
    TestDatabase.execute(one.database, "alter table log_heads rename to elsewhere");

    assertThat(patient.readinessStatus()).isEqualTo(503);
  }

  @Test
  void unavailableStoreIsDownAndLastStateIsKept() throws Exception {
    succeed();
    assertUp();
    TestDatabase.execute(one.database, "alter table log_heads rename to elsewhere");
    one.clock.move(Duration.ofSeconds(1));

    assertThat(observations.readinessStatus()).isEqualTo(503);
    JsonNode ready = new ObjectMapper().readTree(observations.readiness());
    assertThat(ready.at("/checks/0/status").asText()).isEqualTo("DOWN");
    assertThat(ready.at("/checks/1/status").asText()).isEqualTo("UP");
    assertThat(treeSize()).isEqualTo(300);

    TestDatabase.execute(one.database, "alter table elsewhere rename to log_heads");
    one.clock.move(Duration.ofSeconds(1));
    assertThat(observations.readinessStatus()).isEqualTo(200);
  }

  @Test
  void readsStoreAtMostOncePerSecond() {
    succeed();
    assertThat(treeSize()).isEqualTo(300);
    one.log.grow(1);
    one.accepted().lock().close();

    one.clock.move(Duration.ofMillis(999));
    assertThat(treeSize()).isEqualTo(300);
    one.clock.move(Duration.ofMillis(1));
    assertThat(treeSize()).isEqualTo(301);
  }

  @Test
  void refreshesAfterClockIsSetBack() {
    succeed();
    assertThat(treeSize()).isEqualTo(300);
    one.log.grow(1);
    one.accepted().lock().close();

    one.clock.move(Duration.ofHours(-5));
    assertThat(treeSize()).isEqualTo(301);
  }

  @Test
  void unknownBackendHasNoChecks() {
    for (String id : new String[] {"two", "", "../one", "one\n"}) {
      assertThat(observations.backendStatus(id)).isEqualTo(404);
      assertThat(observations.backendHealth(id)).isEqualTo("{\"status\":\"DOWN\",\"checks\":[]}");
    }
  }

  @Test
  void returnsMetricsPage() {
    assertThat(one.page.contentType()).startsWith("text/plain; version=0.0.4");
    assertThat(PrometheusText.parse(one.page.scrape()).types())
        .containsKey("attestor_rekor_sync_quarantined");
  }

  @Test
  void trustOnFirstUseIsReportedUntilConfirmed() {
    assertThat(firstUse()).isZero();
    succeed();
    one.clock.move(Duration.ofSeconds(1));
    assertThat(firstUse()).isEqualTo(1);

    one.confirmations.save(
        one.backend().origin(),
        new HistoryConfirmation(one.state().pending(), one.clock.instant(), "ann", "by telephone"));
    one.clock.move(Duration.ofSeconds(1));
    assertThat(firstUse()).isZero();
  }

  private double firstUse() {
    return PrometheusText.parse(one.page.scrape())
        .value("attestor_rekor_sync_trusted_on_first_use{backend=\"one\"}");
  }

  private void succeed() {
    one.log.grow(300);
    one.accepted().lock().close();
    one.store.recordSuccess(one.backend().origin(), false, one.clock.instant());
  }

  private Evidence evidence() {
    SignedNote known = SignedNote.parse(one.log.checkpoint());
    SignedNote shown = SignedNote.parse(one.log.fork(299).grow(1).checkpoint());
    return new Evidence(
        Failure.SPLIT_VIEW,
        one.backend().origin(),
        "one",
        LogStateFixtures.NOON,
        "http://one.example/",
        known,
        shown,
        Map.of());
  }

  private void assertUp() throws IOException {
    assertThat(observations.backendStatus("one")).isEqualTo(200);
    assertThat(observations.readinessStatus()).isEqualTo(200);
    assertThat(backend().path("status").asText()).isEqualTo("UP");
  }

  private void assertDown() throws IOException {
    assertThat(observations.backendStatus("one")).isEqualTo(503);
    assertThat(observations.readinessStatus()).isEqualTo(503);
    assertThat(backend().path("status").asText()).isEqualTo("DOWN");
  }

  private JsonNode data() throws IOException {
    return backend().at("/checks/0/data");
  }

  private JsonNode backend() throws IOException {
    return new ObjectMapper().readTree(observations.backendHealth("one"));
  }

  private double treeSize() {
    return PrometheusText.parse(one.page.scrape()).value(TREE_SIZE);
  }
}
