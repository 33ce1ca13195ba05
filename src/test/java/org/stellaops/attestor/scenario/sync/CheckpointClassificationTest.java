package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.mirror.store.RejectedNote;
import org.stellaops.attestor.route.MutableClock;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Every class of checkpoint, from the log that shows it to all the places where its one word is to
 * be read: the report with its exit code, the counters, the journal, the evidence, the quarantine.
 */
class CheckpointClassificationTest {
  private static final String ORIGIN = "classes.example/log";
  private static final long SIZE = 600;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration KEY_ENDS_AFTER = Duration.ofHours(20);

  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private static Path directory;

  private static final MutableClock clock = new MutableClock(START);
  private static final TestWitness witness = TestWitness.create("witness.example");
  private static FakeLogServer server;
  private static FakeLogServer peerServer;
  private static MirrorUnderTest mirror;

  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private final FakeLog otherLog = FakeLog.named("neighbour.example/log").grow(3);
  private Map<Failure, Double> divergencesBefore = Map.of();

  /**
   * @param name the class, and what the log does
   * @param setUp what the log does after {@link #SIZE} entries are mirrored
   * @param outcome what it is called everywhere
   * @param advances whether the pending head moves
   * @param quarantined whether the log is followed no further
   */
  private record Case(
      String name,
      Consumer<CheckpointClassificationTest> setUp,
      String outcome,
      ExitCode exitCode,
      boolean advances,
      boolean quarantined) {
    /** Whether it is not the log's key, or not this log, that has signed. */
    boolean isRejected() {
      return exitCode == ExitCode.REJECTED && !advances && !quarantined;
    }

    /** A word that is none of a failure is that of a good cycle. */
    Optional<Failure> failure() {
      return Stream.of(Failure.values()).filter(each -> each.label().equals(outcome)).findFirst();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> cases() {
    return Stream.of(
            rejectedCase(
                "D0 a text of a proxy", "invalid_note", t -> t.serveCheckpoint("try later\n")),
            rejectedCase(
                "D0 a key that nobody knows",
                "untrusted_key",
                t ->
                    t.serveCheckpoint(
                        FakeLog.named("stranger.example").sign(t.text(t.log.head())))),
            rejectedCase(
                "D0 an empty tree with a root",
                "invalid_note",
                t ->
                    t.serveCheckpoint(
                        t.log.sign(t.text(t.log.head()).replace("\n" + SIZE + "\n", "\n0\n")))),
            rejectedCase(
                "D1 another root under an old signature",
                "bad_signature",
                t ->
                    t.serveCheckpoint(
                        new String(t.log.checkpoint(), StandardCharsets.UTF_8)
                            .replace("\n600\n", "\n601\n"))),
            rejectedCase(
                "D1 a witness has signed another time than it says",
                "bad_signature",
                t ->
                    t.serveCheckpoint(
                        witness.cosign(t.log.checkpoint(), t.now(), t.now().plusMillis(1000)))),
            rejectedCase(
                "D2 growth after the key has ended",
                "wrong_key",
                t -> {
                  clock.move(KEY_ENDS_AFTER.plusSeconds(1));
                  t.log.grow(1);
                }),
            goodCase(
                "D2 growth at the end of the key",
                "advanced",
                true,
                t -> {
                  clock.move(KEY_ENDS_AFTER);
                  t.log.grow(1);
                }),
            rejectedCase(
                "D2 first contact before the key is valid",
                "wrong_key",
                t -> {
                  mirror.reset();
                  clock.move(KEY_ENDS_AFTER.negated().minusSeconds(1));
                }),
            goodCase(
                "D2 a retired log after its key has ended",
                "unchanged",
                false,
                t -> {
                  t.log.freeze();
                  clock.move(KEY_ENDS_AFTER.plus(DAY));
                }),
            rejectedCase(
                "D2 the key of another log that is followed",
                "wrong_key",
                t -> t.serveCheckpoint(t.otherLog.sign(t.text(t.log.head())))),
            rejectedCase(
                "D3 another origin under the right key",
                "origin_mismatch",
                t ->
                    t.serveCheckpoint(
                        t.log.sign(t.text(t.log.head()).replace(ORIGIN, "other.example/log")))),
            goodCase("D4 the same checkpoint", "unchanged", false, t -> {}),
            goodCase("D4 the same head, frozen", "unchanged", false, t -> t.log.freeze()),
            contradictionCase(
                "D5 the same size with another root",
                "split_view",
                t -> t.serve(t.log.fork(599).grow(1))),
            new Case(
                "D6 an older checkpoint of the same history",
                t -> t.log.rollBack(500),
                "stale_replica",
                ExitCode.INCOMPLETE,
                false,
                false),
            contradictionCase(
                "D6 a smaller tree of another history",
                "split_view",
                t -> t.serve(t.log.fork(300).grow(100))),
            contradictionCase(
                "D7 growth of another history",
                "inconsistent",
                t -> t.serve(t.log.fork(300).grow(400))),
            new Case(
                "D8 growth with a bad entry bundle",
                t -> t.log.grow(300).tamper(EntryBundle.full(2)),
                "bad_tile",
                ExitCode.REJECTED,
                true,
                false),
            new Case(
                "D8 growth whose files are not there",
                t -> t.log.grow(300).withhold(EntryBundle.full(2)),
                "network",
                ExitCode.OPERATIONAL,
                true,
                false),
            new Case(
                "D9 no growth for longer than acceptable",
                t -> clock.move(DAY.plusSeconds(1)),
                "stale",
                ExitCode.INCOMPLETE,
                false,
                false),
            goodCase(
                "D9 no growth for as long as acceptable", "unchanged", false, t -> clock.move(DAY)),
            new Case(
                "D9 the latest cosignature is older than acceptable",
                t -> t.serveCosigned(DAY.plusSeconds(1).negated()),
                "stale",
                ExitCode.INCOMPLETE,
                false,
                false),
            goodCase(
                "D9 the latest cosignature is as old as acceptable",
                "unchanged",
                false,
                t -> t.serveCosigned(DAY.negated())),
            new Case(
                "D9 growth after the log was frozen",
                t -> {
                  t.log.freeze();
                  assertGood(mirror.sync());
                  t.log.grow(1);
                },
                "unfrozen",
                ExitCode.REJECTED,
                true,
                false),
            goodCase("D10 first contact", "first_contact", true, t -> mirror.reset()),
            contradictionCase(
                "D11 another place shows another root",
                "cross_log_divergence",
                t -> peerServer.serve(t.log.fork(599).grow(1))),
            contradictionCase(
                "D11 another place is ahead in another history",
                "cross_log_divergence",
                t -> peerServer.serve(t.log.fork(300).grow(400))),
            contradictionCase(
                "D11 another place is behind in another history",
                "cross_log_divergence",
                t -> peerServer.serve(t.log.fork(300).grow(100))),
            goodCase(
                "D11 another place is behind",
                "unchanged",
                false,
                t -> peerServer.serve(FakeLog.named(ORIGIN).grow(300))),
            goodCase(
                "D11 another place is ahead",
                "unchanged",
                false,
                t -> peerServer.serve(FakeLog.named(ORIGIN).grow(900))),
            goodCase(
                "D11 another place is gone",
                "unchanged",
                false,
                t ->
                    peerServer.injectFault(
                        "checkpoint", FakeLogServer.ALWAYS, FaultInjection.status(503, Map.of()))),
            new Case(
                "D12 the clock has gone back",
                t -> clock.move(DAY.negated()),
                "clock_skew",
                ExitCode.INCOMPLETE,
                false,
                false),
            new Case(
                "D12 a witness is further ahead than clocks may be",
                t -> t.serveCosigned(Duration.ofMinutes(5).plusSeconds(1)),
                "clock_skew",
                ExitCode.INCOMPLETE,
                false,
                false),
            goodCase(
                "D12 a witness is as far ahead as clocks may be",
                "unchanged",
                false,
                t -> t.serveCosigned(Duration.ofMinutes(5))),
            goodCase(
                "D12 a stranger signs any time",
                "unchanged",
                false,
                t ->
                    t.serveCheckpoint(
                        TestWitness.create("stranger.example")
                            .cosign(t.log.checkpoint(), t.now().plus(DAY)))),
            goodCase("the log has grown", "advanced", true, t -> t.log.grow(300)))
        .map(Arguments::of);
  }

  @BeforeAll
  static void start() {
    FakeLog log = FakeLog.named(ORIGIN);
    FakeLog neighbour = FakeLog.named("neighbour.example/log");
    server = FakeLogServer.start(log);
    peerServer = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .backend("compareUrl", peerServer.url().toString())
            .backend("keyValidFrom", '"' + START.minus(KEY_ENDS_AFTER).toString() + '"')
            .backend("keyValidUntil", '"' + START.plus(KEY_ENDS_AFTER).toString() + '"')
            .backend("witnessKeys", witness.key().toString())
            .follow("neighbour", neighbour, server.url())
            .alerts("noGrowthAfter", "24h")
            .clock(clock)
            .start();
  }

  @BeforeEach
  void mirrorHonestLog() {
    clock.move(Duration.between(now(), START));
    mirror.reset();
    server.serve(log).clearFaults().requests().clear();
    peerServer.serve(log).clearFaults();
    divergencesBefore =
        Failure.CONTRADICTIONS.stream().collect(Collectors.toMap(kind -> kind, this::divergences));
    assertGood(mirror.sync());
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
    peerServer.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void reportsTheSameOutcomeEverywhere(Case row) {
    row.setUp().accept(this);
    Optional<TreeHead> before = mirror.state().map(LogState::pending);
    double errors = row.failure().map(this::errors).orElse(0.0);

    CycleReport report = mirror.sync();

    assertThat(report.outcome()).isEqualTo(row.outcome());
    assertThat(report.failure()).isEqualTo(row.failure());
    assertThat(report.failure().map(Failure::exitCode).orElse(ExitCode.SUCCESS))
        .isEqualTo(row.exitCode());
    row.failure().ifPresent(failure -> assertThat(errors(failure)).isEqualTo(errors + 1));
    assertThat(mirror.query("select outcome from sync_cycles order by id desc limit 1"))
        .containsExactly(row.outcome());
    assertThat(mirror.state().map(LogState::pending).equals(before)).isNotEqualTo(row.advances());
    assertQuarantined(row);
    assertRejectedNote(row);
  }

  @ParameterizedTest(name = "frozen: {0}")
  @MethodSource("variants")
  void storesARepeatedHeadOnce(boolean frozen, int variants) {
    if (frozen) {
      log.freeze();
    }
    assertGood(mirror.sync());
    assertGood(mirror.sync());

    assertThat(mirror.query("select frozen from checkpoint_variants")).hasSize(variants);
    assertThat(mirror.state().map(LogState::frozen)).contains(frozen);
  }

  @Test
  void storesARejectedNoteOfAPeerWithoutFailingTheCycle() {
    peerServer.serve(FakeLog.named(ORIGIN).grow(SIZE).serveCheckpoint(otherLog.checkpoint()));

    assertGood(mirror.sync());

    assertThat(onlyRejectedNote().kind()).isEqualTo("wrong_key");
    assertThat(onlyRejectedNote().source()).isEqualTo(peerServer.url() + "checkpoint");
    assertThat(onlyRejectedNote().raw()).isEqualTo(otherLog.checkpoint());
  }

  @Test
  void limitsTheNumberOfStoredRejectedNotes() {
    mirror.execute(
        "insert into refused_notes (origin, backend, kind, raw_note, source, message, times,"
            + " first_seen_at, last_seen_at) select '"
            + ORIGIN
            + "', 'log', 'invalid_note', n::text::bytea, '', '', 1, day, day from"
            + " (select n, timestamptz '2026-11-20' - n * interval '1 day' as day"
            + " from generate_series(1, 500) n) old");
    serveCheckpoint("try later\n");

    mirror.sync();

    assertThat(mirror.query("select count(*) from refused_notes")).containsExactly("100");
    assertThat(mirror.store().rejectedNotes().newest(new Origin(ORIGIN), 1).get(0).raw())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("try later\n");
  }

  static Stream<Arguments> variants() {
    return Stream.of(Arguments.of(true, 1), Arguments.of(false, 0));
  }

  /** What is quarantined is so by evidence of its class, and asks the log for nothing more. */
  private void assertQuarantined(Case row) {
    List<String> evidence = row.quarantined() ? List.of(row.outcome()) : List.of();
    assertThat(mirror.query("select kind from evidence")).isEqualTo(evidence);
    if (row.quarantined()) {
      Failure kind = row.failure().orElseThrow();
      assertThat(divergences(kind)).isEqualTo(divergencesBefore.get(kind) + 1);
      mirror
          .store()
          .evidence()
          .all()
          .forEach(stored -> stored.evidence().verify(log.identity().key()));
      server.requests().clear();
      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
      assertThat(server.requests().count()).isZero();
    }
  }

  /**
   * What was refused is kept as it came, with its word and place, and once however often it came.
   */
  private void assertRejectedNote(Case row) {
    if (row.isRejected()) {
      mirror.sync();
      RejectedNote stored = onlyRejectedNote();
      assertThat(stored.raw()).isEqualTo(log.checkpoint());
      assertThat(stored.kind()).isEqualTo(row.outcome());
      assertThat(stored.source()).isEqualTo(server.url() + "checkpoint");
      assertThat(stored.occurrences()).isEqualTo(2);
    } else {
      assertThat(mirror.query("select kind from refused_notes")).isEmpty();
    }
  }

  private RejectedNote onlyRejectedNote() {
    List<RejectedNote> stored = mirror.store().rejectedNotes().newest(new Origin(ORIGIN), 10);
    assertThat(stored).hasSize(1);
    return stored.get(0);
  }

  private double errors(Failure failure) {
    return mirror.meter(series("errors_total", "error_type", failure.label()));
  }

  private double divergences(Failure kind) {
    return mirror.meter(series("divergences_total", "class", kind.label()));
  }

  private static String series(String name, String label, String outcome) {
    return "attestor_rekor_sync_%s{backend=\"%s\",%s=\"%s\"}"
        .formatted(name, TestConfiguration.BACKEND, label, outcome);
  }

  private Instant now() {
    return clock.instant();
  }

  /** The witness has seen the log's checkpoint so long from now. */
  private void serveCosigned(Duration offset) {
    serveCheckpoint(witness.cosign(log.checkpoint(), now().plus(offset)));
  }

  private void serveCheckpoint(String note) {
    serveCheckpoint(note.getBytes(StandardCharsets.UTF_8));
  }

  private void serveCheckpoint(byte[] note) {
    log.serveCheckpoint(note);
  }

  private void serve(FakeLog fork) {
    server.serve(fork);
  }

  private String text(TreeHead head) {
    return new Checkpoint(new Origin(ORIGIN), head, List.of()).text();
  }

  private static Case goodCase(
      String name, String outcome, boolean advances, Consumer<CheckpointClassificationTest> setUp) {
    return new Case(name, setUp, outcome, ExitCode.SUCCESS, advances, false);
  }

  private static Case rejectedCase(
      String name, String outcome, Consumer<CheckpointClassificationTest> setUp) {
    return new Case(name, setUp, outcome, ExitCode.REJECTED, false, false);
  }

  private static Case contradictionCase(
      String name, String outcome, Consumer<CheckpointClassificationTest> setUp) {
    return new Case(name, setUp, outcome, ExitCode.REJECTED, false, true);
  }
}
