package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.LogLocks;

class PostgresLogLocksTest {
  private static final Origin LOG = new Origin("log.example");
  private static final Origin OTHER = new Origin("other.example");
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Database database = TestDatabase.withSchema();
  private final LogLocks locks = new PostgresLogLocks(database);

  @Test
  void secondWriterIsRefusedAndToldWhoTheFirstIs() {
    Database daemon = Database.direct(database.target(), TestDatabase.SCHEMA, "run");
    try (LogLocks.Held held = new PostgresLogLocks(daemon).acquire(LOG, AT_ONCE)) {
      assertThat(held.valid()).isTrue();
      assertThatThrownBy(() -> locks.acquire(LOG, AT_ONCE))
          .isInstanceOfSatisfying(
              AttestorException.class,
              busy -> {
                assertThat(busy.failure()).isEqualTo(Failure.BUSY);
                assertThat(busy.getMessage())
                    .startsWith("the log log.example is being worked on by stella-attestor run ")
                    .contains(":" + ProcessHandle.current().pid() + " from 127.0.0.1 since 20");
                assertThat(busy.hint()).isNotEmpty();
              });
      assertThat(held.valid()).isTrue();
    }
  }

  @Test
  void logsAndStoresDoNotBlockEachOther() {
    LogLocks otherSchema =
        new PostgresLogLocks(Database.direct(database.target(), "other", "test"));
    try (LogLocks.Held one = locks.acquire(LOG, AT_ONCE);
        LogLocks.Held two = locks.acquire(OTHER, AT_ONCE);
        LogLocks.Held three = otherSchema.acquire(LOG, AT_ONCE)) {
      assertThat(one.valid() && two.valid() && three.valid()).isTrue();
    }
  }

  @Test
  void closedLockIsFreeAtOnceAndNotValidAnyMore() {
    for (int i = 0; i < 20; i++) {
      LogLocks.Held held = locks.acquire(LOG, AT_ONCE);
      held.close();
      held.close();
      assertThat(held.valid()).isFalse();
    }
  }

  @Test
  void patientWriterGetsTheLockWhenTheFirstHasFinished() throws Exception {
    LogLocks.Held first = locks.acquire(LOG, AT_ONCE);
    CompletableFuture<LogLocks.Held> second =
        CompletableFuture.supplyAsync(() -> locks.acquire(LOG, LONG));
    awaitWaiter();

    assertThat(second).isNotDone();
    first.close();

    try (LogLocks.Held held = second.get(10, TimeUnit.SECONDS)) {
      assertThat(held.valid()).isTrue();
    }
  }

  @Test
  void patienceEnds() {
    try (LogLocks.Held held = locks.acquire(LOG, AT_ONCE)) {
      long before = System.nanoTime();
      assertThatThrownBy(() -> locks.acquire(LOG, Duration.ofMillis(200)))
          .hasMessageContaining("is being worked on by");
      assertThat(Duration.ofNanos(System.nanoTime() - before))
          .isGreaterThan(Duration.ofMillis(190));
      assertThat(held.valid()).isTrue();
    }
  }

  @Test
  void holderThatIsKilledHoldsNothing() throws Exception {
    try (OtherProcess holder = holder()) {
      assertThat(holder.awaitLine("held")).isEqualTo("true");
      assertThatThrownBy(() -> locks.acquire(LOG, AT_ONCE))
          .hasMessageContaining("stella-attestor hold ")
          .hasMessageContaining(":" + holder.pid());

      holder.kill();

      locks.acquire(LOG, LONG).close();
    }
  }

  @Test
  void holderThatFinishesFreesTheLock() throws Exception {
    try (OtherProcess holder = holder()) {
      holder.awaitLine("held");
      assertThat(holder.finish()).isZero();
      assertThatCode(() -> locks.acquire(LOG, AT_ONCE).close()).doesNotThrowAnyException();
    }
  }

  @Test
  void lockIsNotValidOnceItsConnectionIsCut() throws SQLException {
    try (LogLocks.Held held = locks.acquire(LOG, AT_ONCE)) {
      TestDatabase.execute(
          database,
          "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"
              + " and database = (select oid from pg_database where datname = current_database())");

      assertThat(held.valid()).isFalse();
      locks.acquire(LOG, LONG).close();
    }
  }

  @Test
  void timeoutsOfTheServerDoNotEndAWaitOrTakeALockAway() throws Exception {
    TestDatabase.execute(
        database,
        "do $$ begin execute format('alter database %I set statement_timeout = 50',"
            + " current_database()); execute format('alter database %I set idle_session_timeout"
            + " = 50', current_database()); end $$");
    try (LogLocks.Held held = locks.acquire(LOG, AT_ONCE)) {
      assertThatThrownBy(() -> locks.acquire(LOG, Duration.ofMillis(300)))
          .hasMessageContaining("is being worked on by");
      assertThat(held.valid()).isTrue();
    }
  }

  @Test
  void storeThatIsAwayIsNotTakenForABusyLog() {
    ConnectionString nobody = ConnectionString.parse("Host=127.0.0.1;Port=1;Username=u");
    LogLocks away = new PostgresLogLocks(Database.direct(nobody, "attestor", "test"));

    assertThatThrownBy(() -> away.acquire(LOG, AT_ONCE))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORE));
  }

  private OtherProcess holder() {
    return OtherProcess.start(
        LockHolder.class,
        database.target().toString(),
        database.target().properties().getProperty("password"),
        LOG.name());
  }

  /** Waits until some session of this database is blocked; the server is asked, not the clock. */
  private void awaitWaiter() {
    Sql sql = new Sql(database);
    boolean waiting = false;
    while (!waiting) {
      waiting =
          sql.first(
                  "select exists (select from pg_locks join pg_stat_activity using (pid)"
                      + " where not granted and datname = current_database())",
                  row -> row.getBoolean(1))
              .orElseThrow();
    }
  }
}
