package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.CheckpointFixtures.LOG;
import static org.stellaops.attestor.postgres.CheckpointFixtures.NOON;
import static org.stellaops.attestor.postgres.CheckpointFixtures.head;
import static org.stellaops.attestor.postgres.CheckpointFixtures.note;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.CycleFailure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.StoredCheckpoint;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.tlog.TreeHead;

class PostgresCheckpointStoreTest {
  private static final Instant LATER = NOON.plusSeconds(300);
  private static final Origin UNKNOWN_LOG = new Origin("stranger.example");

  private final Database database = TestDatabase.withSchema();
  private final CheckpointStore store = new PostgresCheckpointStore(new Sql(database));

  @Test
  void unknownLogHasNoStateOrHistory() {
    assertThat(store.find(LOG)).isEmpty();
    assertThat(store.all()).isEmpty();
    assertThat(store.history(LOG, 10)).isEmpty();
    assertThat(store.findCheckpoint(LOG, 10)).isEmpty();
    assertThat(store.advancePending(LOG, head(10), head(20), NOON)).isFalse();
    assertThat(store.advanceCovered(LOG, 10)).isFalse();
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(10))).isFalse();
  }

  @Test
  void firstContactStartsUnmirrored() throws SQLException {
    assertThat(follow(head(10))).isTrue();

    assertThat(store.find(LOG))
        .contains(
            new LogState(
                LOG,
                "example",
                head(10),
                TreeHead.EMPTY,
                0,
                0,
                false,
                NOON,
                NOON,
                Optional.empty(),
                Optional.empty()));
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void secondFollowLosesRace() throws SQLException {
    follow(head(10));

    assertThat(store.follow(LOG, "other", head(10), LATER)).isFalse();
    storeCheckpoint(head(20));
    assertThat(store.follow(LOG, "other", head(20), LATER)).isFalse();
    assertThat(store.follow(LOG, "other", head(10), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(10));
    assertThat(state().backend()).isEqualTo("example");
  }

  @Test
  void deletedLogMayNotRestartBelowStoredCheckpoints() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));
    TestDatabase.execute(database, "delete from log_heads");

    assertRefused(() -> store.follow(LOG, "example", head(10), LATER), "cannot begin at 10");
    assertThat(store.follow(LOG, "example", head(20), LATER)).isTrue();
  }

  @Test
  void pendingHeadAdvances() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));

    assertThat(store.advancePending(LOG, head(10), head(20), LATER)).isTrue();
    assertThat(state().pending()).isEqualTo(head(20));
    assertThat(state().lastGrowth()).isEqualTo(LATER);
    assertThat(state().firstSeen()).isEqualTo(NOON);
    assertThat(state().isComplete()).isFalse();
  }

  @Test
  void lostRaceLeavesHeadUnchanged() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));
    storeCheckpoint(head(30));
    store.advancePending(LOG, head(10), head(30), NOON);

    assertThat(store.advancePending(LOG, head(10), head(20), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(30));
    assertThat(state().lastGrowth()).isEqualTo(NOON);
  }

  @Test
  void headIsComparedBySizeAndRoot() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));

    assertThat(store.advancePending(LOG, head(10, 1), head(20), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(10));
  }

  @Test
  void headRequiresStoredCheckpoint() throws SQLException {
    follow(head(10));

    assertRefused(
        () -> store.advancePending(LOG, head(10), head(20), LATER), "pending_checkpoint_is_stored");
    assertRefused(
        () -> store.follow(UNKNOWN_LOG, "x", head(10), NOON), "pending_checkpoint_is_stored");
  }

  @Test
  void rollbackFails() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));
    store.advancePending(LOG, head(10), head(20), NOON);

    assertRefused(
        () -> store.advancePending(LOG, head(20), head(10), LATER), "may not move backwards");
    assertThat(state().pending()).isEqualTo(head(20));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update log_heads set pending_size = 10, pending_root = set_byte(pending_root, 31, 10)",
        "update log_heads set mirrored_size = 10, mirrored_root = set_byte(mirrored_root, 31, 10)",
        "update log_heads set mirrored_size = null, mirrored_root = null",
        "update log_heads set covered_size = 19",
        "update log_heads set origin = 'stranger.example'",
        "update log_heads set pending_root = set_byte(pending_root, 0, 1)",
        "update log_heads set mirrored_root = set_byte(mirrored_root, 0, 1)",
        "update log_heads set covered_size = 31",
        "update log_heads set mirrored_size = 30, mirrored_root = pending_root, covered_size = 29",
        "update log_heads set mirrored_root = null",
        "update rekor_checkpoints set raw_note = 'x' where tree_size = 10",
        "update rekor_checkpoints set root_hash = set_byte(root_hash, 0, 1) where tree_size = 10",
        "delete from rekor_checkpoints where tree_size = 20",
        "delete from rekor_checkpoints where tree_size = 30",
        "insert into rekor_checkpoints select origin, backend, tree_size,"
            + " set_byte(root_hash, 0, 1), raw_note, key_name, key_id, frozen, consistent_from,"
            + " first_seen_at, last_seen_at from rekor_checkpoints where tree_size = 10",
      })
  void rollbackAndForkFailInPlainSql(String sql) throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));
    storeCheckpoint(head(30));
    store.advancePending(LOG, head(10), head(30), NOON);
    store.advanceMirrored(LOG, TreeHead.EMPTY, head(20));
    LogState before = state();

    // an operator in psql has another search path than we have
    Database operator = Database.direct(database.target(), "public", "psql");
    String qualified = sql.replaceAll("(log_heads|rekor_checkpoints)", "attestor.$1");

    assertThatThrownBy(() -> TestDatabase.execute(operator, qualified))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
    assertThat(state()).isEqualTo(before);
    assertThat(store.history(LOG, 10)).hasSize(3);
  }

  @Test
  void onlyOneConcurrentAdvanceWins() throws Exception {
    int writers = 4;
    int rounds = 25;
    follow(head(0));
    for (int size = 1; size <= rounds; size++) {
      storeCheckpoint(head(size));
    }
    CyclicBarrier start = new CyclicBarrier(writers);
    Callable<Integer> writer =
        () -> {
          int won = 0;
          for (int size = 1; size <= rounds; size++) {
            start.await();
            won += store.advancePending(LOG, head(size - 1), head(size), NOON) ? 1 : 0;
          }
          return won;
        };
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      all.add(writer);
    }
    int won = 0;
    try {
      for (Future<Integer> each : threads.invokeAll(all)) {
        won += each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(won).isEqualTo(rounds);
    assertThat(state().pending()).isEqualTo(head(rounds));
  }

  @Test
  void coveredSizeAdvancesUpToPending() throws SQLException {
    follow(head(1000));

    assertThat(store.advanceCovered(LOG, 256)).isTrue();
    assertThat(store.advanceCovered(LOG, 256)).isTrue();
    assertThat(store.advanceCovered(LOG, 255)).isFalse();
    assertThat(state().covered()).isEqualTo(256);
    assertRefused(() -> store.advanceCovered(LOG, 1001), "mirrored_covered_pending_in_order");
    assertThat(store.advanceCovered(LOG, 1000)).isTrue();
    assertThat(state().mirrored()).isEqualTo(TreeHead.EMPTY);
  }

  @Test
  void mirroredHeadAdvancesCoveredSize() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));
    store.advancePending(LOG, head(10), head(20), NOON);

    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(10))).isTrue();
    assertThat(state().mirrored()).isEqualTo(head(10));
    assertThat(state().covered()).isEqualTo(10);
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(20))).isFalse();
    assertThat(store.advanceMirrored(LOG, head(10), head(20))).isTrue();
    assertThat(state().isComplete()).isTrue();
  }

  @Test
  void mirroredHeadNeverPassesPendingOrRollsBack() throws SQLException {
    follow(head(10));
    storeCheckpoint(head(20));

    assertRefused(
        () -> store.advanceMirrored(LOG, TreeHead.EMPTY, head(20)),
        "mirrored_covered_pending_in_order");
    store.advanceMirrored(LOG, TreeHead.EMPTY, head(10));
    assertRefused(
        () -> store.advanceMirrored(LOG, head(10), TreeHead.EMPTY), "may not move backwards");
  }

  @Test
  void emptyLogIsCompleteAtOnce() throws SQLException {
    follow(TreeHead.EMPTY);

    assertThat(state().pending()).isEqualTo(TreeHead.EMPTY);
    assertThat(state().isComplete()).isTrue();
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, TreeHead.EMPTY)).isTrue();
    assertThat(state().isComplete()).isTrue();
  }

  @Test
  void failureIsKeptUntilNextSuccess() throws SQLException {
    follow(head(10));
    CycleFailure failure = new CycleFailure(LATER, Failure.SPLIT_VIEW, "two roots at size 10");

    store.recordFailure(LOG, failure);
    assertThat(state().lastFailure()).contains(failure);
    assertThat(state().lastSuccess()).isEmpty();

    store.recordSuccess(LOG, true, LATER.plusSeconds(1));
    assertThat(state().lastFailure()).isEmpty();
    assertThat(state().lastSuccess()).contains(LATER.plusSeconds(1));
    assertThat(state().frozen()).isTrue();
  }

  @Test
  void everyFailureRoundTrips() throws SQLException {
    follow(head(10));
    for (Failure failure : Failure.values()) {
      store.recordFailure(LOG, new CycleFailure(NOON, failure, "why"));
      assertThat(state().lastFailure()).contains(new CycleFailure(NOON, failure, "why"));
    }
  }

  @Test
  void failureWithoutAcceptedCheckpointIsIgnored() {
    store.recordFailure(UNKNOWN_LOG, new CycleFailure(NOON, Failure.NETWORK, "refused"));
    store.recordSuccess(UNKNOWN_LOG, false, NOON);

    assertThat(store.find(UNKNOWN_LOG)).isEmpty();
  }

  @Test
  void checkpointsAreFoundBySizeAndByHead() throws SQLException {
    storeCheckpoint(head(10));
    storeCheckpoint(head(20));
    StoredCheckpoint ten = new StoredCheckpoint(LOG, head(10), note(head(10)), NOON, NOON);

    assertThat(store.findCheckpoint(LOG, 10)).contains(ten);
    assertThat(store.findCheckpoint(LOG, head(10))).contains(ten);
    assertThat(store.findCheckpoint(LOG, head(10, 1))).isEmpty();
    assertThat(store.findCheckpoint(LOG, 11)).isEmpty();
    assertThat(store.findCheckpoint(UNKNOWN_LOG, 10)).isEmpty();
    assertThat(store.findCheckpoint(LOG, 10).orElseThrow().note().raw())
        .isEqualTo(note(head(10)).raw());
  }

  @Test
  void historyIsNewestFirstAndLimited() throws SQLException {
    for (long size : new long[] {20, 300, 10, 100}) {
      storeCheckpoint(head(size));
    }

    assertThat(store.history(LOG, 3))
        .extracting(checkpoint -> checkpoint.head().size())
        .containsExactly(300L, 100L, 20L);
  }

  @Test
  void sizesBetweenExcludesBoundsAndOtherLogs() throws SQLException {
    for (long size : new long[] {20, 300, 10, 100}) {
      storeCheckpoint(head(size));
    }

    assertThat(store.sizesBetween(LOG, 0, 301)).containsExactly(10L, 20L, 100L, 300L);
    assertThat(store.sizesBetween(LOG, 10, 300)).containsExactly(20L, 100L);
    assertThat(store.sizesBetween(LOG, 20, 20)).isEmpty();
    assertThat(store.sizesBetween(new Origin("other.example"), 0, 301)).isEmpty();
  }

  @Test
  void damagedNoteIsReported() throws SQLException {
    storeCheckpoint(head(10));
    TestDatabase.execute(database, "alter table rekor_checkpoints disable trigger all");
    TestDatabase.execute(database, "update rekor_checkpoints set raw_note = 'rotten'");

    assertRefused(() -> store.findCheckpoint(LOG, 10), "is damaged");
  }

  @Test
  void unreachableStoreIsReportedWithoutPassword() {
    ConnectionTarget nobody =
        ConnectionTarget.parse("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hunter2");
    CheckpointStore away =
        new PostgresCheckpointStore(new Sql(Database.direct(nobody, "attestor", "test")));

    assertThatThrownBy(() -> away.find(LOG))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.STORE);
              assertThat(e.getMessage()).startsWith("database d at 127.0.0.1:1: Connection to");
              assertThat(e.hint()).contains("stella attestor checkpoint-store test");
              assertThat(e.toString() + e.getCause()).doesNotContain("hunter2");
            });
  }

  @Test
  void unreachablePoolReportsCause() {
    ConnectionTarget wrong = database.target().withPassword("hunter2");
    try (Database pool = Database.pooled(wrong, "attestor", "test", Duration.ofMillis(300))) {
      assertRefused(
          () -> new PostgresCheckpointStore(new Sql(pool)).find(LOG),
          "password authentication failed");
    }
  }

  @Test
  void missingTablesAreReportedWithInitCommand() {
    CheckpointStore store =
        new PostgresCheckpointStore(
            new Sql(Database.direct(TestDatabase.emptyDatabase(), "attestor", "test")));

    assertThatThrownBy(() -> store.find(LOG))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> assertThat(e.hint()).isEqualTo("stella attestor checkpoint-store init"));
  }

  private boolean follow(TreeHead head) throws SQLException {
    return store.follow(LOG, "example", storeCheckpoint(head), NOON);
  }

  private TreeHead storeCheckpoint(TreeHead head) throws SQLException {
    return CheckpointFixtures.storeCheckpoint(database, head);
  }

  private LogState state() {
    return store.find(LOG).orElseThrow();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AttestorException.class,
            error -> {
              assertThat(error.failure()).isEqualTo(Failure.STORE);
              assertThat(error.getMessage()).contains(message).doesNotContain("hunter2");
            });
  }
}
