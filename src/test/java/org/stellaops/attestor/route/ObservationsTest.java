package org.stellaops.attestor.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.mirror.Confirmation;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.FailedCycle;
import org.stellaops.attestor.mirror.KeptEvidence;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.postgres.TestDatabase;

class ObservationsTest {
  private static final Duration STALE_AFTER = Duration.ofMinutes(15);
  private static final String TREE_SIZE = "attestor_rekor_sync_tree_size{backend=\"one\"}";

  @TempDir private Path directory;
  private OneLog one;
  private Observations observations;

  @BeforeEach
  void observe() {
    one = new OneLog(directory, true);
    observations = observing(Set.of());
    observations.show(one.metrics);
  }

  private Observations observing(Set<String> dispensable) {
    LogStates states = new LogStates(one.store, one.evidence, one.confirmations, one.clock);
    return new Observations(
        one.catalog, states, one.page, () -> STALE_AFTER, dispensable, one.clock);
  }

  @Test
  void livenessIsThatItAnswers() {
    assertThat(observations.live()).isEqualTo("{\"status\":\"UP\",\"checks\":[]}");
  }

  @Test
  void beforeFirstContactTheStoreIsUpAndTheBackendIsNot() {
    assertThat(observations.areReady()).isFalse();
    assertThat(observations.ready())
        .isEqualTo(
            "{\"status\":\"DOWN\",\"checks\":["
                + "{\"name\":\"store\",\"status\":\"UP\",\"data\":{}},"
                + "{\"name\":\"backend-one\",\"status\":\"DOWN\","
                + "\"data\":{\"origin\":\"one.example\",\"staleAfterSeconds\":900,\"quarantined\":false}}]}");
  }

  @Test
  void backendIsReadyUntilItIsStale() throws IOException {
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
  void successThatLiesInTheFutureIsNotTakenForFreshness() throws IOException {
    one.clock.move(Duration.ofDays(365));
    succeed();
    one.clock.move(Duration.ofDays(-365));

    assertDown();
    assertThat(one.page.scrape())
        .contains("attestor_rekor_sync_last_success_seconds{backend=\"one\"} 3.1536E7");
  }

  @Test
  void backendThatIsFullIsNotReadyHoweverFreshItIs() throws IOException {
    succeed();
    one.store.failed(
        one.backend().origin(), new FailedCycle(States.NOON, Failure.CACHE_FULL, "too large"));

    assertDown();
    assertThat(data().path("error").asText()).isEqualTo("cache_full");
  }

  @Test
  void backendWhoseLastCycleFailedIsReadyWhileItsLastSuccessIsFresh() throws IOException {
    succeed();
    one.store.failed(
        one.backend().origin(), new FailedCycle(States.NOON, Failure.NETWORK, "refused"));

    assertUp();
    assertThat(data().path("error").asText()).isEqualTo("network");
  }

  @Test
  void quarantinedBackendIsNotReadyHoweverFreshItIs() throws IOException {
    succeed();
    long id = one.evidence.keep(evidence());

    assertDown();
    assertThat(data().path("quarantined").asBoolean()).isTrue();
    one.evidence.release(
        one.backend().origin(), new KeptEvidence.Release(States.NOON, "me", "explained"));
    one.clock.move(Duration.ofSeconds(1));
    assertUp();
    assertThat(id).isPositive();
  }

  @Test
  void programIsReadyWithoutABackendThatIsNotCriticalAndSaysSo() throws IOException {
    Observations patient = observing(Set.of("one"));

    assertThat(patient.areReady()).isTrue();
    assertThat(patient.isReady("one")).isFalse();
    JsonNode ready = new ObjectMapper().readTree(patient.ready());
    assertThat(ready.path("status").asText()).isEqualTo("UP");
    assertThat(ready.at("/checks/1/status").asText()).isEqualTo("DOWN");
    assertThat(ready.at("/checks/1/data/critical").asBoolean(true)).isFalse();
  }

  @Test
  void noBackendMakesUpForAStoreThatIsAway() throws Exception {
    Observations patient = observing(Set.of("one"));
    TestDatabase.execute(one.database, "alter table log_heads rename to elsewhere");

    assertThat(patient.areReady()).isFalse();
  }

  @Test
  void storeThatIsAwayIsDownAndTheLastThatItSaidStays() throws Exception {
    succeed();
    assertUp();
    TestDatabase.execute(one.database, "alter table log_heads rename to elsewhere");
    one.clock.move(Duration.ofSeconds(1));

    assertThat(observations.areReady()).isFalse();
    JsonNode ready = new ObjectMapper().readTree(observations.ready());
    assertThat(ready.at("/checks/0/status").asText()).isEqualTo("DOWN");
    assertThat(ready.at("/checks/1/status").asText()).isEqualTo("UP");
    assertThat(treeSize()).isEqualTo(300);

    TestDatabase.execute(one.database, "alter table elsewhere rename to log_heads");
    one.clock.move(Duration.ofSeconds(1));
    assertThat(observations.areReady()).isTrue();
  }

  @Test
  void scrapeCostsOneLookAtTheStoreASecond() {
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
  void clockThatIsSetBackKeepsNothingOld() {
    succeed();
    assertThat(treeSize()).isEqualTo(300);
    one.log.grow(1);
    one.accepted().lock().close();

    one.clock.move(Duration.ofHours(-5));
    assertThat(treeSize()).isEqualTo(301);
  }

  @Test
  void backendThatIsNotConfiguredIsUnknown() {
    assertThat(observations.isKnown("one")).isTrue();
    for (String id : new String[] {"two", "", "../one", "one\n"}) {
      assertThat(observations.isKnown(id)).isFalse();
      assertThat(observations.isReady(id)).isFalse();
      assertThat(observations.backend(id)).isEqualTo("{\"status\":\"DOWN\",\"checks\":[]}");
    }
  }

  @Test
  void metricsAreThoseOfThePage() {
    assertThat(observations.metricsType()).startsWith("text/plain; version=0.0.4");
    assertThat(PrometheusText.parse(observations.metrics()).types())
        .containsKey("attestor_rekor_sync_quarantined");
  }

  @Test
  void firstContactIsShownUntilSomebodyHasConfirmedIt() {
    assertThat(firstUse()).isZero();
    succeed();
    one.clock.move(Duration.ofSeconds(1));
    assertThat(firstUse()).isEqualTo(1);

    one.confirmations.keep(
        one.backend().origin(),
        new Confirmation(one.state().pending(), one.clock.instant(), "ann", "by telephone"));
    one.clock.move(Duration.ofSeconds(1));
    assertThat(firstUse()).isZero();
  }

  private double firstUse() {
    return PrometheusText.parse(observations.metrics())
        .value("attestor_rekor_sync_trusted_on_first_use{backend=\"one\"}");
  }

  private void succeed() {
    one.log.grow(300);
    one.accepted().lock().close();
    one.store.succeeded(one.backend().origin(), false, one.clock.instant());
  }

  private Evidence evidence() {
    SignedNote known = SignedNote.parse(one.log.checkpoint());
    SignedNote shown = SignedNote.parse(one.log.fork(299).grow(1).checkpoint());
    return new Evidence(
        Failure.SPLIT_VIEW,
        one.backend().origin(),
        "one",
        States.NOON,
        "http://one.example/",
        known,
        shown,
        Map.of());
  }

  private void assertUp() throws IOException {
    assertThat(observations.isReady("one")).isTrue();
    assertThat(observations.areReady()).isTrue();
    assertThat(backend().path("status").asText()).isEqualTo("UP");
  }

  private void assertDown() throws IOException {
    assertThat(observations.isReady("one")).isFalse();
    assertThat(observations.areReady()).isFalse();
    assertThat(backend().path("status").asText()).isEqualTo("DOWN");
  }

  private JsonNode data() throws IOException {
    return backend().at("/checks/0/data");
  }

  private JsonNode backend() throws IOException {
    return new ObjectMapper().readTree(observations.backend("one"));
  }

  private double treeSize() {
    return PrometheusText.parse(observations.metrics()).value(TREE_SIZE);
  }
}
