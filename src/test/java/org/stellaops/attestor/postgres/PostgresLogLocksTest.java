package org.stellaops.attestor.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.connectionstring.ConnectionTarget;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.postgres.connection.Database;
import org.stellaops.attestor.postgres.connection.Sql;
import org.stellaops.attestor.postgres.embedded.JavaProcess;

class PostgresLogLocksTest {
  private static final Origin LOG = new Origin("log.example");
  private static final Origin OTHER = new Origin("other.example");
  private static final String ADVISORY_LOCKS =
      " from pg_locks where locktype = 'advisory'"
          + " and database = (select oid from pg_database where datname = current_database())";
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration LONG_WAIT = Duration.ofSeconds(30);

  private final Database database = TestDatabase.withSchema();
  private final LogLocks locks = new PostgresLogLocks(database);

  @Test
  void secondWriterFailsWithHolderName() {
    Database daemon = Database.direct(database.target(), TestDatabase.SCHEMA, "run");
    try (LogLocks.HeldLock held = new PostgresLogLocks(daemon).acquire(LOG, NO_WAIT)) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> locks.acquire(LOG, NO_WAIT))
          .isInstanceOfSatisfying(
              AttestorException.class,
              busy -> {
                assertThat(busy.failure()).isEqualTo(Failure.BUSY);
                assertThat(busy.getMessage())
                    .startsWith("log log.example is locked by stella-attestor run ")
                    .contains(":" + ProcessHandle.current().pid() + " from 127.0.0.1 since 20");
                assertThat(busy.hint()).isNotEmpty();
              });
      assertThat(held.isValid()).isTrue();
    }
  }

  @Test
  void logsAndStoresDoNotBlockEachOther() {
    LogLocks otherSchema =
        new PostgresLogLocks(Database.direct(database.target(), "other", "test"));
    try (LogLocks.HeldLock one = locks.acquire(LOG, NO_WAIT);
        LogLocks.HeldLock two = locks.acquire(OTHER, NO_WAIT);
        LogLocks.HeldLock three = otherSchema.acquire(LOG, NO_WAIT)) {
      assertThat(one.isValid() && two.isValid() && three.isValid()).isTrue();
    }
  }

  @Test
  void closedLockIsReleasedAndInvalid() {
    for (int i = 0; i < 20; i++) {
      LogLocks.HeldLock held = locks.acquire(LOG, NO_WAIT);
      held.close();
      held.close();
      assertThat(held.isValid()).isFalse();
    }
  }

  @Test
  void waitingWriterAcquiresReleasedLock() throws Exception {
    LogLocks.HeldLock first = locks.acquire(LOG, NO_WAIT);
    CompletableFuture<LogLocks.HeldLock> second =
        CompletableFuture.supplyAsync(() -> locks.acquire(LOG, LONG_WAIT));
    assertThatThrownBy(() -> locks.acquire(LOG, Duration.ofMillis(100)))
        .hasMessageContaining("is locked by");

    assertThat(second).isNotDone();
    first.close();

    try (LogLocks.HeldLock held = second.get(10, TimeUnit.SECONDS)) {
      assertThat(held.isValid()).isTrue();
    }
  }

  @Test
  void twoHundredLogsNeedOneConnection() {
    List<LogLocks.HeldLock> held =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(i -> locks.acquire(new Origin("log" + i + ".example"), NO_WAIT))
            .toList();

    assertThat(held).allMatch(LogLocks.HeldLock::isValid);
    assertThat(sessionsWithLocks()).isEqualTo(1);
    held.forEach(LogLocks.HeldLock::close);
    assertThat(sessionsWithLocks()).isZero();
  }

  @Test
  void secondCloseDoesNotReleaseTheLockOfTheNextHolder() {
    LogLocks.HeldLock first = locks.acquire(LOG, NO_WAIT);
    first.close();
    try (LogLocks.HeldLock second = locks.acquire(LOG, NO_WAIT)) {
      first.close();
      assertThat(first.isValid()).isFalse();
      assertThat(second.isValid()).isTrue();
    }
  }

  @Test
  void lossOfTheConnectionIsLossOfAllLocks() throws SQLException {
    try (LogLocks.HeldLock one = locks.acquire(LOG, NO_WAIT);
        LogLocks.HeldLock two = locks.acquire(OTHER, NO_WAIT)) {
      terminateSessionsWithLocks();

      try (LogLocks.HeldLock successor = locks.acquire(LOG, LONG_WAIT)) {
        assertThat(one.isValid()).isFalse();
        assertThat(two.isValid()).isFalse();
        one.close();
        assertThat(successor.isValid()).isTrue();
      }
    }
  }

  @Test
  void lossOfTheConnectionBetweenTwoLocksIsNotNoticed() throws SQLException {
    locks.acquire(LOG, NO_WAIT).close();
    TestDatabase.execute(
        database,
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");

    assertThatCode(() -> locks.acquire(LOG, NO_WAIT).close()).doesNotThrowAnyException();
  }

  @Test
  void waitTimesOut() {
    try (LogLocks.HeldLock held = locks.acquire(LOG, NO_WAIT)) {
      long started = System.nanoTime();
      assertThatThrownBy(() -> locks.acquire(LOG, Duration.ofMillis(200)))
          .hasMessageContaining("is locked by");
      assertThat(Duration.ofNanos(System.nanoTime() - started))
          .isGreaterThan(Duration.ofMillis(190));
      assertThat(held.isValid()).isTrue();
    }
  }

  @Test
  void killedHolderReleasesLock() throws Exception {
    try (JavaProcess holder = startHolder()) {
      assertThat(holder.awaitLine("held")).isEqualTo("true");
      assertThatThrownBy(() -> locks.acquire(LOG, NO_WAIT))
          .hasMessageContaining("stella-attestor hold ")
          .hasMessageContaining(":" + holder.pid());

      holder.kill();

      locks.acquire(LOG, LONG_WAIT).close();
    }
  }

  @Test
  void finishedHolderReleasesLock() throws Exception {
    try (JavaProcess holder = startHolder()) {
      holder.awaitLine("held");
      assertThat(holder.finish()).isZero();
      assertThatCode(() -> locks.acquire(LOG, NO_WAIT).close()).doesNotThrowAnyException();
    }
  }

  @Test
  void lockIsInvalidAfterConnectionLoss() throws SQLException {
    try (LogLocks.HeldLock held = locks.acquire(LOG, NO_WAIT)) {
      terminateSessionsWithLocks();

      assertThat(held.isValid()).isFalse();
      locks.acquire(LOG, LONG_WAIT).close();
    }
  }

  @Test
  void serverTimeoutsDoNotAffectLocks() throws Exception {
    TestDatabase.execute(
        database,
        "do $$ begin execute format('alter database %I set statement_timeout = 500',"
            + " current_database()); execute format('alter database %I set idle_session_timeout"
            + " = 500', current_database()); end $$");
    try (LogLocks.HeldLock held = locks.acquire(LOG, NO_WAIT)) {
      assertThatThrownBy(() -> locks.acquire(LOG, Duration.ofMillis(1200)))
          .hasMessageContaining("is locked by");
      assertThat(held.isValid()).isTrue();
    }
  }

  @Test
  void unreachableStoreIsNotReportedAsBusy() {
    ConnectionTarget unreachable = ConnectionTarget.parse("Host=127.0.0.1;Port=1;Username=u");
    LogLocks unreachableLocks =
        new PostgresLogLocks(Database.direct(unreachable, "attestor", "test"));

    assertThatThrownBy(() -> unreachableLocks.acquire(LOG, NO_WAIT))
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORE));
  }

  private JavaProcess startHolder() {
    return JavaProcess.start(
        LockHolder.class,
        database.target().toString(),
        database.target().properties().getProperty("password"),
        LOG.name());
  }

  private int sessionsWithLocks() {
    return new Sql(database)
        .first("select count(distinct pid)" + ADVISORY_LOCKS, row -> row.getInt(1))
        .orElseThrow();
  }

  private void terminateSessionsWithLocks() throws SQLException {
    TestDatabase.execute(database, "select pg_terminate_backend(pid)" + ADVISORY_LOCKS);
  }
}
