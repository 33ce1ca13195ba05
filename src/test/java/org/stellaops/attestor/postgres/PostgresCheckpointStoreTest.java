package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.stellaops.attestor.postgres.Checkpoints.LOG;
import static org.stellaops.attestor.postgres.Checkpoints.NOON;
import static org.stellaops.attestor.postgres.Checkpoints.head;
import static org.stellaops.attestor.postgres.Checkpoints.note;

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
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.FailedCycle;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.StoredCheckpoint;
import org.stellaops.attestor.tlog.TreeHead;

class PostgresCheckpointStoreTest {
  private static final Instant LATER = NOON.plusSeconds(300);
  private static final Origin STRANGER = new Origin("stranger.example");

  private final Database database = TestDatabase.withSchema();
  private final CheckpointStore store = new PostgresCheckpointStore(database);

  @Test
  void unknownLogHasNoStateAndNoHistory() {
    assertThat(store.find(LOG)).isEmpty();
    assertThat(store.all()).isEmpty();
    assertThat(store.history(LOG, 10)).isEmpty();
    assertThat(store.checkpoint(LOG, 10)).isEmpty();
    assertThat(store.advancePending(LOG, head(10), head(20), NOON)).isFalse();
    assertThat(store.advanceCovered(LOG, 10)).isFalse();
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(10))).isFalse();
  }

  @Test
  void firstContactBeginsWithNothingMirrored() throws SQLException {
    assertThat(begun(head(10))).isTrue();

    assertThat(store.find(LOG))
        .contains(
            new LogState(
                LOG,
                "example",
                head(10),
                TreeHead.EMPTY,
                0,
                false,
                NOON,
                NOON,
                Optional.empty(),
                Optional.empty()));
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void secondBeginningIsALostRace() throws SQLException {
    begun(head(10));

    assertThat(store.begin(LOG, "other", head(10), LATER)).isFalse();
    stored(head(20));
    assertThat(store.begin(LOG, "other", head(20), LATER)).isFalse();
    assertThat(store.begin(LOG, "other", head(10), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(10));
    assertThat(state().backend()).isEqualTo("example");
  }

  @Test
  void logThatWasForgottenMayNotBeginAgainBelowWhatItHasShown() throws SQLException {
    begun(head(10));
    stored(head(20));
    TestDatabase.execute(database, "delete from log_heads");

    assertRefused(() -> store.begin(LOG, "example", head(10), LATER), "cannot begin at 10");
    assertThat(store.begin(LOG, "example", head(20), LATER)).isTrue();
  }

  @Test
  void pendingHeadMovesToTheRight() throws SQLException {
    begun(head(10));
    stored(head(20));

    assertThat(store.advancePending(LOG, head(10), head(20), LATER)).isTrue();
    assertThat(state().pending()).isEqualTo(head(20));
    assertThat(state().lastGrowth()).isEqualTo(LATER);
    assertThat(state().firstSeen()).isEqualTo(NOON);
    assertThat(state().complete()).isFalse();
  }

  @Test
  void lostRaceLeavesTheHeadToTheWinner() throws SQLException {
    begun(head(10));
    stored(head(20));
    stored(head(30));
    store.advancePending(LOG, head(10), head(30), NOON);

    assertThat(store.advancePending(LOG, head(10), head(20), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(30));
    assertThat(state().lastGrowth()).isEqualTo(NOON);
  }

  @Test
  void headIsComparedBySizeAndRoot() throws SQLException {
    begun(head(10));
    stored(head(20));

    assertThat(store.advancePending(LOG, head(10, 1), head(20), LATER)).isFalse();
    assertThat(state().pending()).isEqualTo(head(10));
  }

  @Test
  void headNeverMovesToACheckpointWhoseNoteIsNotStored() throws SQLException {
    begun(head(10));

    assertRefused(
        () -> store.advancePending(LOG, head(10), head(20), LATER), "pending_checkpoint_is_stored");
    assertRefused(() -> store.begin(STRANGER, "x", head(10), NOON), "pending_checkpoint_is_stored");
  }

  @Test
  void moveBackwardsIsRefused() throws SQLException {
    begun(head(10));
    stored(head(20));
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
  void backwardsAndSidewaysIsRefusedForPlainSqlToo(String sql) throws SQLException {
    begun(head(10));
    stored(head(20));
    stored(head(30));
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
  void ofManyThatAdvanceAtOnceOneWinsEachTime() throws Exception {
    int writers = 4;
    int rounds = 25;
    begun(head(0));
    for (int size = 1; size <= rounds; size++) {
      stored(head(size));
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
  void coveredSizeMovesToTheRightUpToPending() throws SQLException {
    begun(head(1000));

    assertThat(store.advanceCovered(LOG, 256)).isTrue();
    assertThat(store.advanceCovered(LOG, 256)).isTrue();
    assertThat(store.advanceCovered(LOG, 255)).isFalse();
    assertThat(state().covered()).isEqualTo(256);
    assertRefused(() -> store.advanceCovered(LOG, 1001), "mirrored_covered_pending_in_order");
    assertThat(store.advanceCovered(LOG, 1000)).isTrue();
    assertThat(state().mirrored()).isEqualTo(TreeHead.EMPTY);
  }

  @Test
  void mirroredHeadFollowsAndTakesTheCoveredSizeAlong() throws SQLException {
    begun(head(10));
    stored(head(20));
    store.advancePending(LOG, head(10), head(20), NOON);

    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(10))).isTrue();
    assertThat(state().mirrored()).isEqualTo(head(10));
    assertThat(state().covered()).isEqualTo(10);
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, head(20))).isFalse();
    assertThat(store.advanceMirrored(LOG, head(10), head(20))).isTrue();
    assertThat(state().complete()).isTrue();
  }

  @Test
  void mirroredHeadNeverPassesThePendingOneNorGoesBack() throws SQLException {
    begun(head(10));
    stored(head(20));

    assertRefused(
        () -> store.advanceMirrored(LOG, TreeHead.EMPTY, head(20)),
        "mirrored_covered_pending_in_order");
    store.advanceMirrored(LOG, TreeHead.EMPTY, head(10));
    assertRefused(
        () -> store.advanceMirrored(LOG, head(10), TreeHead.EMPTY), "may not move backwards");
  }

  @Test
  void emptyLogIsCompleteFromTheBeginning() throws SQLException {
    begun(TreeHead.EMPTY);

    assertThat(state().pending()).isEqualTo(TreeHead.EMPTY);
    assertThat(state().complete()).isTrue();
    assertThat(store.advanceMirrored(LOG, TreeHead.EMPTY, TreeHead.EMPTY)).isTrue();
    assertThat(state().complete()).isTrue();
  }

  @Test
  void failureIsRememberedUntilACycleEndsWell() throws SQLException {
    begun(head(10));
    FailedCycle failure = new FailedCycle(LATER, Failure.SPLIT_VIEW, "two roots at size 10");

    store.failed(LOG, failure);
    assertThat(state().lastFailure()).contains(failure);
    assertThat(state().lastSuccess()).isEmpty();

    store.succeeded(LOG, true, LATER.plusSeconds(1));
    assertThat(state().lastFailure()).isEmpty();
    assertThat(state().lastSuccess()).contains(LATER.plusSeconds(1));
    assertThat(state().frozen()).isTrue();
  }

  @Test
  void everyFailureIsReadAsItWasWritten() throws SQLException {
    begun(head(10));
    for (Failure failure : Failure.values()) {
      store.failed(LOG, new FailedCycle(NOON, failure, "why"));
      assertThat(state().lastFailure()).contains(new FailedCycle(NOON, failure, "why"));
    }
  }

  @Test
  void failureOfALogThatWasNeverAcceptedIsNoState() {
    store.failed(STRANGER, new FailedCycle(NOON, Failure.NETWORK, "refused"));
    store.succeeded(STRANGER, false, NOON);

    assertThat(store.find(STRANGER)).isEmpty();
  }

  @Test
  void checkpointsAreFoundBySizeAndByHeadByteForByte() throws SQLException {
    stored(head(10));
    stored(head(20));
    StoredCheckpoint ten = new StoredCheckpoint(LOG, head(10), note(head(10)), NOON, NOON);

    assertThat(store.checkpoint(LOG, 10)).contains(ten);
    assertThat(store.checkpoint(LOG, head(10))).contains(ten);
    assertThat(store.checkpoint(LOG, head(10, 1))).isEmpty();
    assertThat(store.checkpoint(LOG, 11)).isEmpty();
    assertThat(store.checkpoint(STRANGER, 10)).isEmpty();
    assertThat(store.checkpoint(LOG, 10).orElseThrow().note().raw())
        .isEqualTo(note(head(10)).raw());
  }

  @Test
  void historyIsNewestFirstAndAsShortAsAsked() throws SQLException {
    for (long size : new long[] {20, 300, 10, 100}) {
      stored(head(size));
    }

    assertThat(store.history(LOG, 3))
        .extracting(checkpoint -> checkpoint.head().size())
        .containsExactly(300L, 100L, 20L);
  }

  @Test
  void sizesBetweenTwoSizesAreWithoutTheseAndOfThisLogOnly() throws SQLException {
    for (long size : new long[] {20, 300, 10, 100}) {
      stored(head(size));
    }

    assertThat(store.sizesBetween(LOG, 0, 301)).containsExactly(10L, 20L, 100L, 300L);
    assertThat(store.sizesBetween(LOG, 10, 300)).containsExactly(20L, 100L);
    assertThat(store.sizesBetween(LOG, 20, 20)).isEmpty();
    assertThat(store.sizesBetween(new Origin("other.example"), 0, 301)).isEmpty();
  }

  @Test
  void noteThatIsDamagedInTheDatabaseIsReported() throws SQLException {
    stored(head(10));
    TestDatabase.execute(database, "alter table rekor_checkpoints disable trigger all");
    TestDatabase.execute(database, "update rekor_checkpoints set raw_note = 'rotten'");

    assertRefused(() -> store.checkpoint(LOG, 10), "is no note any more");
  }

  @Test
  void storeThatIsAwayIsAFailureWithPlaceAndHintButNoPassword() {
    ConnectionString nobody =
        ConnectionString.parse("Host=127.0.0.1;Port=1;Database=d;Username=u;Password=hunter2");
    CheckpointStore away = new PostgresCheckpointStore(Database.direct(nobody, "attestor", "test"));

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
  void poolThatReachesNobodySaysWhyAndNotThatItIsExhausted() {
    ConnectionString wrong = database.target().withPassword("hunter2");
    try (Database pool = Database.pooled(wrong, "attestor", "test", Duration.ofMillis(300))) {
      assertRefused(
          () -> new PostgresCheckpointStore(pool).find(LOG), "password authentication failed");
    }
  }

  @Test
  void missingTablesAreReportedWithTheCommandThatMakesThem() {
    CheckpointStore store =
        new PostgresCheckpointStore(Database.direct(TestDatabase.empty(), "attestor", "test"));

    assertThatThrownBy(() -> store.find(LOG))
        .isInstanceOfSatisfying(
            AttestorException.class,
            e -> assertThat(e.hint()).isEqualTo("stella attestor checkpoint-store init"));
  }

  private boolean begun(TreeHead head) throws SQLException {
    return store.begin(LOG, "example", stored(head), NOON);
  }

  private TreeHead stored(TreeHead head) throws SQLException {
    return Checkpoints.stored(database, head);
  }

  private LogState state() {
    return store.find(LOG).orElseThrow();
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AttestorException.class,
            refusal -> {
              assertThat(refusal.failure()).isEqualTo(Failure.STORE);
              assertThat(refusal.getMessage()).contains(message).doesNotContain("hunter2");
            });
  }
}
