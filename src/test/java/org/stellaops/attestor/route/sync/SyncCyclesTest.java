package org.stellaops.attestor.route.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.PrometheusText;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.note.SignedNote;
import org.stellaops.attestor.postgres.TestDatabase;
import org.stellaops.attestor.route.FailureMapper;

class SyncCyclesTest {
  @TempDir private Path directory;
  private SingleLogFixture one;
  private SyncCycles cycles;

  @BeforeEach
  void follow() {
    one = new SingleLogFixture(directory, true);
    cycles = one.cycles();
  }

  /** Everything but the lock, the quarantine and the inserts of the routes. */
  @Test
  void unchangedCycleReadsTheStateOnceAndWritesTheSuccess() {
    one.log.grow(300);
    SyncCycle first = one.accepted();
    one.store.advanceCovered(first.origin(), 300);
    first.changeState(state -> state.withCovered(300));
    one.checkpoints().advanceMirrored(first);
    one.checkpoints().publish(first);
    cycles.finish(first);
    List<String> calls = new ArrayList<>();
    CheckpointStore counted =
        (CheckpointStore)
            Proxy.newProxyInstance(
                CheckpointStore.class.getClassLoader(),
                new Class<?>[] {CheckpointStore.class},
                (proxy, method, arguments) -> {
                  calls.add(method.getName());
                  return method.invoke(one.store, arguments);
                });
    Checkpoints checkpoints =
        new Checkpoints(one.catalog, counted, one.tree, one.metrics, one.clock);
    Tiles tiles =
        new Tiles(counted, one.tree, one.metrics, SyncListener.NONE, TileBudget.UNLIMITED);
    SyncCycles countedCycles =
        new SyncCycles(
            one.catalog,
            counted,
            one.evidence,
            one.locks,
            one.metrics,
            one.clock,
            Duration.ofMillis(50));

    SyncCycle cycle = countedCycles.begin("one");
    cycle.setCheckpoint(
        one.log.identity().open(one.log.checkpoint(), List.of()), "http://one.example/checkpoint");
    checkpoints.requireValidKey(cycle);
    checkpoints.compare(cycle);
    assertThat(tiles.isUnchanged(cycle)).isTrue();
    checkpoints.row(cycle);
    assertThat(checkpoints.isNew(cycle)).isFalse();
    assertThat(checkpoints.isCovered(cycle)).isTrue();
    checkpoints.advanceMirrored(cycle);
    checkpoints.publish(cycle);
    CycleReport report = countedCycles.finish(cycle);

    assertThat(calls).containsExactly("find", "recordSuccess");
    assertThat(report.state()).contains(one.state());
  }

  @Test
  void allowsOneCyclePerLog() {
    SyncCycle first = cycles.begin("one");

    assertFailure(Failure.BUSY, () -> cycles.begin("one"));
    first.lock().close();
    assertThatCode(() -> cycles.begin("one").lock().close()).doesNotThrowAnyException();
  }

  @Test
  void rejectsUnknownBackend() {
    assertFailure(Failure.CONFIGURATION, () -> cycles.begin("two"));

    CycleReport report =
        cycles.fail("two", null, new AttestorException(Failure.CONFIGURATION, "no two"));
    assertThat(report.origin()).isEmpty();
    assertThat(cycles.canBeRecorded(report)).isFalse();
  }

  @Test
  void rejectsQuarantinedLogWithHint() {
    one.log.grow(300);
    one.accepted().lock().close();
    long id = one.evidence.save(evidence());

    assertThatThrownBy(() -> cycles.begin("one"))
        .hasMessage(
            "backend 'one' is in quarantine since 2026-11-23T12:00:00Z for split_view, evidence "
                + id)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.QUARANTINED);
              assertThat(refused.hint())
                  .contains(
                      "stella attestor evidence show " + id,
                      "stella attestor backend release one --reason");
            });
  }

  @Test
  void successIsStoredAndReleasesLock() {
    one.log.grow(300);
    SyncCycle cycle = one.accepted();
    cycle.counters().countRequest();
    one.clock.move(Duration.ofSeconds(7));

    CycleReport report = cycles.finish(cycle);

    assertThat(report.failure()).isEmpty();
    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.started()).isEqualTo(LogStateFixtures.NOON);
    assertThat(report.finished()).isEqualTo(LogStateFixtures.NOON.plusSeconds(7));
    assertThat(report.treeSize()).isEqualTo(300);
    assertThat(report.mirroredSize()).isZero();
    assertThat(report.counters().requests()).isEqualTo(1);
    assertThat(cycles.canBeRecorded(report)).isTrue();
    assertThat(one.state().lastSuccess()).contains(LogStateFixtures.NOON.plusSeconds(7));
    assertThat(one.state().lastFailure()).isEmpty();
    assertThat(cycle.lock().isValid()).isFalse();
    assertThat(value("checkpoint_age_seconds_sum{backend=\"one\"}")).isEqualTo(7);
  }

  @Test
  void storesFrozenState() {
    one.log.grow(300).freeze();

    cycles.finish(one.accepted());

    assertThat(one.state().frozen()).isTrue();
  }

  /** Who keeps the new state of a log from us must not make its mirror look current. */
  @Test
  void staleCheckpointIsFailure() {
    one.log.grow(300);
    cycles.finish(one.accepted());
    one.log.rollBack(299);
    one.clock.move(Duration.ofMinutes(5));
    SyncCycle cycle = one.judged();

    CycleReport report = cycles.finish(cycle);

    assertThat(report.failure()).contains(Failure.STALE_REPLICA);
    assertThat(report.outcome()).isEqualTo("stale_replica");
    assertThat(report.message()).isEqualTo("the log showed an older state, size 299");
    assertThat(report.hint()).isNotEmpty();
    assertThat(report.treeSize()).isEqualTo(300);
    assertThat(one.state().pending()).isEqualTo(one.log.head());
    assertThat(one.state().lastSuccess()).contains(LogStateFixtures.NOON);
    assertThat(one.state().lastFailure().map(CycleFailure::failure))
        .contains(Failure.STALE_REPLICA);
    assertThat(cycle.lock().isValid()).isFalse();
    assertThat(errors(Failure.STALE_REPLICA)).isEqualTo(1);
    assertThat(value("checkpoint_age_seconds_count{backend=\"one\"}")).isEqualTo(1);
  }

  @Test
  void failureIsCountedStoredAndReleasesLock() {
    one.log.grow(300);
    cycles.finish(one.accepted());
    one.clock.move(Duration.ofMinutes(5));
    SyncCycle cycle = one.judged();

    CycleReport report = cycles.fail("one", cycle, refused());

    assertThat(report.failure()).contains(Failure.NETWORK);
    assertThat(report.outcome()).isEqualTo("network");
    assertThat(report.message()).isEqualTo("the connection to the log failed: refused");
    assertThat(report.hint()).isNotEmpty();
    assertThat(report.treeSize()).isEqualTo(300);
    assertThat(cycles.canBeRecorded(report)).isTrue();
    assertThat(one.state().lastFailure())
        .contains(
            new CycleFailure(
                LogStateFixtures.NOON.plusSeconds(300), Failure.NETWORK, report.message()));
    assertThat(one.state().lastSuccess()).contains(LogStateFixtures.NOON);
    assertThat(cycle.lock().isValid()).isFalse();
    assertThat(errors(Failure.NETWORK)).isEqualTo(1);
  }

  @Test
  void nextSuccessClearsFailure() {
    one.log.grow(300);
    cycles.fail("one", one.accepted(), refused());
    assertThat(one.state().lastFailure()).isPresent();

    cycles.finish(one.judged());

    assertThat(one.state().lastFailure()).isEmpty();
  }

  @Test
  void reportsStateWhenLockIsBusy() {
    one.log.grow(300);
    cycles.finish(one.accepted());

    CycleReport report =
        cycles.fail("one", null, new AttestorException(Failure.BUSY, "somebody else", "wait"));

    assertThat(report.failure()).contains(Failure.BUSY);
    assertThat(report.origin()).isEqualTo("one.example");
    assertThat(report.treeSize()).isEqualTo(300);
    assertThat(report.started()).isEqualTo(report.finished());
    assertThat(one.state().lastFailure()).as("the other cycle may be a good one").isEmpty();
  }

  @Test
  void keepsOriginalFailureWhenStoreIsUnavailable() throws Exception {
    one.log.grow(300);
    SyncCycle cycle = one.accepted();
    TestDatabase.execute(one.database, "drop table log_heads cascade");

    CycleReport report = cycles.fail("one", cycle, refused());

    assertThat(report.failure()).contains(Failure.NETWORK);
    assertThat(report.state()).isEmpty();
    assertThat(cycle.lock().isValid()).isFalse();
  }

  @Test
  void doesNotRecordStoreFailureInStore() {
    CycleReport report =
        cycles.fail("one", null, new AttestorException(Failure.STORE, "it is away"));

    assertThat(cycles.canBeRecorded(report)).isFalse();
    assertThat(report.state()).isEqualTo(Optional.empty());
    assertThatCode(() -> cycles.logUnrecorded(report, new ConnectException("gone")))
        .doesNotThrowAnyException();
  }

  private static AttestorException refused() {
    return FailureMapper.map(new IllegalStateException(new ConnectException("refused")));
  }

  private Evidence evidence() {
    return new Evidence(
        Failure.SPLIT_VIEW,
        one.backend().origin(),
        "one",
        LogStateFixtures.NOON.plusNanos(123_456_789),
        "http://one.example/",
        SignedNote.parse(one.log.checkpoint()),
        SignedNote.parse(one.log.fork(299).grow(1).checkpoint()),
        Map.of());
  }

  private static void assertFailure(Failure failure, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(failure));
  }

  private double errors(Failure failure) {
    return value("errors_total{backend=\"one\",error_type=\"" + failure.label() + "\"}");
  }

  private double value(String series) {
    return PrometheusText.parse(one.page.scrape()).value("attestor_rekor_sync_" + series);
  }
}
