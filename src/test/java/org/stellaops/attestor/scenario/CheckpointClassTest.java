package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.RefusedNote;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.route.MovableClock;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * Every class of checkpoint, from the log that shows it to all the places where its one word is to
 * be read: the report with its exit code, the counters, the journal, the evidence, the quarantine.
 */
class CheckpointClassTest {
  private static final String ORIGIN = "classes.example/log";
  private static final long SIZE = 600;
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration KEY_ENDS_AFTER = Duration.ofHours(20);

  private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private static Path directory;

  private static final MovableClock clock = new MovableClock(START);
  private static final Witness witness = Witness.named("witness.example");
  private static FakeLogServer server;
  private static FakeLogServer elsewhere;
  private static MirrorUnderTest mirror;

  private final FakeLog log = FakeLog.named(ORIGIN).grow(SIZE);
  private final FakeLog neighbour = FakeLog.named("neighbour.example/log").grow(3);
  private Map<Failure, Double> divergences = Map.of();

  /**
   * @param name the class, and what the log does
   * @param shown what the log does after {@link #SIZE} entries are mirrored
   * @param word what it is called everywhere
   * @param moved whether the pending head moves
   * @param quarantined whether the log is followed no further
   */
  private record Row(
      String name,
      Consumer<CheckpointClassTest> shown,
      String word,
      ExitCode exitCode,
      boolean moved,
      boolean quarantined) {
    /** Whether it is not the log's key, or not this log, that has signed. */
    boolean refusesNote() {
      return exitCode == ExitCode.REFUSED && !moved && !quarantined;
    }

    /** A word that is none of a failure is that of a good cycle. */
    Optional<Failure> failure() {
      return Stream.of(Failure.values()).filter(each -> each.word().equals(word)).findFirst();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> classes() {
    return Stream.of(
            refused("D0 a page of a proxy", "invalid_note", t -> t.show("<html></html>")),
            refused(
                "D0 a key that nobody knows",
                "untrusted_key",
                t -> t.show(FakeLog.named("stranger.example").sign(t.text(t.log.head())))),
            refused(
                "D0 an empty tree with a root",
                "invalid_note",
                t -> t.show(t.log.sign(t.text(t.log.head()).replace("\n" + SIZE + "\n", "\n0\n")))),
            refused(
                "D1 another root under an old signature",
                "bad_signature",
                t ->
                    t.show(
                        new String(t.log.checkpoint(), StandardCharsets.UTF_8)
                            .replace("\n600\n", "\n601\n"))),
            refused(
                "D1 a witness has signed another time than it says",
                "bad_signature",
                t -> t.show(witness.cosign(t.log.checkpoint(), t.now(), t.now().plusMillis(1000)))),
            refused(
                "D2 growth after the key has ended",
                "wrong_key",
                t -> {
                  clock.move(KEY_ENDS_AFTER.plusSeconds(1));
                  t.log.grow(1);
                }),
            good(
                "D2 growth at the end of the key",
                "advanced",
                true,
                t -> {
                  clock.move(KEY_ENDS_AFTER);
                  t.log.grow(1);
                }),
            refused(
                "D2 first contact before the key is valid",
                "wrong_key",
                t -> {
                  mirror.forget();
                  clock.move(KEY_ENDS_AFTER.negated().minusSeconds(1));
                }),
            good(
                "D2 a retired log after its key has ended",
                "unchanged",
                false,
                t -> {
                  t.log.freeze();
                  clock.move(KEY_ENDS_AFTER.plus(DAY));
                }),
            refused(
                "D2 the key of another log that is followed",
                "wrong_key",
                t -> t.show(t.neighbour.sign(t.text(t.log.head())))),
            refused(
                "D3 another origin under the right key",
                "origin_mismatch",
                t -> t.show(t.log.sign(t.text(t.log.head()).replace(ORIGIN, "other.example/log")))),
            good("D4 the same checkpoint", "unchanged", false, t -> {}),
            good("D4 the same head, frozen", "unchanged", false, t -> t.log.freeze()),
            contradiction(
                "D5 the same size with another root",
                "split_view",
                t -> t.serve(t.log.fork(599).grow(1))),
            new Row(
                "D6 an older checkpoint of the same history",
                t -> t.log.rollBack(500),
                "stale_replica",
                ExitCode.INCOMPLETE,
                false,
                false),
            contradiction(
                "D6 a smaller tree of another history",
                "split_view",
                t -> t.serve(t.log.fork(300).grow(100))),
            contradiction(
                "D7 growth of another history",
                "inconsistent",
                t -> t.serve(t.log.fork(300).grow(400))),
            new Row(
                "D8 growth with a bad entry bundle",
                t -> t.log.grow(300).tamper(EntryBundle.full(2)),
                "bad_tile",
                ExitCode.REFUSED,
                true,
                false),
            new Row(
                "D8 growth whose files are not there",
                t -> t.log.grow(300).withhold(EntryBundle.full(2)),
                "network",
                ExitCode.OPERATIONAL,
                true,
                false),
            new Row(
                "D9 no growth for longer than acceptable",
                t -> clock.move(DAY.plusSeconds(1)),
                "stale",
                ExitCode.INCOMPLETE,
                false,
                false),
            good(
                "D9 no growth for as long as acceptable", "unchanged", false, t -> clock.move(DAY)),
            new Row(
                "D9 the latest cosignature is older than acceptable",
                t -> t.cosign(DAY.plusSeconds(1).negated()),
                "stale",
                ExitCode.INCOMPLETE,
                false,
                false),
            good(
                "D9 the latest cosignature is as old as acceptable",
                "unchanged",
                false,
                t -> t.cosign(DAY.negated())),
            new Row(
                "D9 growth after the log was frozen",
                t -> {
                  t.log.freeze();
                  assertGood(mirror.sync());
                  t.log.grow(1);
                },
                "thawed",
                ExitCode.REFUSED,
                true,
                false),
            good("D10 first contact", "first_contact", true, t -> mirror.forget()),
            contradiction(
                "D11 another place shows another root",
                "cross_log_divergence",
                t -> elsewhere.serve(t.log.fork(599).grow(1))),
            contradiction(
                "D11 another place is ahead in another history",
                "cross_log_divergence",
                t -> elsewhere.serve(t.log.fork(300).grow(400))),
            contradiction(
                "D11 another place is behind in another history",
                "cross_log_divergence",
                t -> elsewhere.serve(t.log.fork(300).grow(100))),
            good(
                "D11 another place is behind",
                "unchanged",
                false,
                t -> elsewhere.serve(FakeLog.named(ORIGIN).grow(300))),
            good(
                "D11 another place is ahead",
                "unchanged",
                false,
                t -> elsewhere.serve(FakeLog.named(ORIGIN).grow(900))),
            good(
                "D11 another place is gone",
                "unchanged",
                false,
                t ->
                    elsewhere.trouble(
                        "checkpoint", FakeLogServer.ALWAYS, Trouble.status(503, Map.of()))),
            new Row(
                "D12 the clock has gone back",
                t -> clock.move(DAY.negated()),
                "clock_skew",
                ExitCode.INCOMPLETE,
                false,
                false),
            new Row(
                "D12 a witness is further ahead than clocks may be",
                t -> t.cosign(Duration.ofMinutes(5).plusSeconds(1)),
                "clock_skew",
                ExitCode.INCOMPLETE,
                false,
                false),
            good(
                "D12 a witness is as far ahead as clocks may be",
                "unchanged",
                false,
                t -> t.cosign(Duration.ofMinutes(5))),
            good(
                "D12 a stranger signs any time",
                "unchanged",
                false,
                t ->
                    t.show(
                        Witness.named("stranger.example")
                            .cosign(t.log.checkpoint(), t.now().plus(DAY)))),
            good("the log has grown", "advanced", true, t -> t.log.grow(300)))
        .map(Arguments::of);
  }

  @BeforeAll
  static void start() {
    FakeLog log = FakeLog.named(ORIGIN);
    FakeLog neighbour = FakeLog.named("neighbour.example/log");
    server = FakeLogServer.start(log);
    elsewhere = FakeLogServer.start(log);
    mirror =
        MirrorUnderTest.of(directory, log, server.url())
            .backend("type", "tlog-tiles")
            .backend("compareUrl", elsewhere.url().toString())
            .backend("keyValidFrom", '"' + START.minus(KEY_ENDS_AFTER).toString() + '"')
            .backend("keyValidUntil", '"' + START.plus(KEY_ENDS_AFTER).toString() + '"')
            .backend("witnessKeys", witness.key().toString())
            .follow("neighbour", neighbour, server.url())
            .alerts("noGrowthAfter", "24h")
            .clock(clock)
            .start();
  }

  @BeforeEach
  void mirrorTheHonestLog() {
    clock.move(Duration.between(now(), START));
    mirror.forget();
    server.serve(log).noTrouble().requests().forget();
    elsewhere.serve(log).noTrouble();
    divergences =
        Failure.CONTRADICTIONS.stream().collect(Collectors.toMap(kind -> kind, this::divergences));
    assertGood(mirror.sync());
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
    elsewhere.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("classes")
  void checkpointIsCalledTheSameEverywhere(Row row) {
    row.shown().accept(this);
    Optional<TreeHead> before = mirror.state().map(LogState::pending);
    double errors = row.failure().map(this::errors).orElse(0.0);

    CycleReport report = mirror.sync();

    assertThat(report.outcome()).isEqualTo(row.word());
    assertThat(report.failure()).isEqualTo(row.failure());
    assertThat(report.failure().map(Failure::exitCode).orElse(ExitCode.GOOD))
        .isEqualTo(row.exitCode());
    row.failure().ifPresent(failure -> assertThat(errors(failure)).isEqualTo(errors + 1));
    assertThat(mirror.query("select outcome from sync_cycles order by id desc limit 1"))
        .containsExactly(row.word());
    assertThat(mirror.state().map(LogState::pending).equals(before)).isNotEqualTo(row.moved());
    assertQuarantined(row);
    assertRefused(row);
  }

  @ParameterizedTest(name = "frozen: {0}")
  @MethodSource("variants")
  void sameHeadInOtherWordsIsKeptOnce(boolean frozen, int variants) {
    if (frozen) {
      log.freeze();
    }
    assertGood(mirror.sync());
    assertGood(mirror.sync());

    assertThat(mirror.query("select frozen from checkpoint_variants")).hasSize(variants);
    assertThat(mirror.state().map(LogState::frozen)).contains(frozen);
  }

  @Test
  void noteThatAnotherPlaceShowsAndThatIsRefusedIsKeptAndEndsNoCycle() {
    elsewhere.serve(FakeLog.named(ORIGIN).grow(SIZE).serveCheckpoint(neighbour.checkpoint()));

    assertGood(mirror.sync());

    assertThat(onlyRefusedNote().kind()).isEqualTo("wrong_key");
    assertThat(onlyRefusedNote().source()).isEqualTo(elsewhere.url() + "checkpoint");
    assertThat(onlyRefusedNote().raw()).isEqualTo(neighbour.checkpoint());
  }

  @Test
  void placeThatAnswersSomethingElseEveryTimeDoesNotFillTheStore() {
    mirror.execute(
        "insert into refused_notes (origin, backend, kind, raw_note, source, message, times,"
            + " first_seen_at, last_seen_at) select '"
            + ORIGIN
            + "', 'log', 'invalid_note', n::text::bytea, '', '', 1, day, day from"
            + " (select n, timestamptz '2026-11-20' - n * interval '1 day' as day"
            + " from generate_series(1, 500) n) old");
    show("<html></html>");

    mirror.sync();

    assertThat(mirror.query("select count(*) from refused_notes")).containsExactly("100");
    assertThat(mirror.store().refusedNotes().newest(new Origin(ORIGIN), 1).get(0).raw())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("<html></html>");
  }

  static Stream<Arguments> variants() {
    return Stream.of(Arguments.of(true, 1), Arguments.of(false, 0));
  }

  /** What is quarantined is so by evidence of its class, and asks the log for nothing more. */
  private void assertQuarantined(Row row) {
    List<String> evidence = row.quarantined() ? List.of(row.word()) : List.of();
    assertThat(mirror.query("select kind from evidence")).isEqualTo(evidence);
    if (row.quarantined()) {
      Failure kind = row.failure().orElseThrow();
      assertThat(divergences(kind)).isEqualTo(divergences.get(kind) + 1);
      mirror.store().evidence().all().forEach(kept -> kept.evidence().verify(log.identity().key()));
      server.requests().forget();
      assertThat(mirror.sync().failure()).contains(Failure.QUARANTINED);
      assertThat(server.requests().total()).isZero();
    }
  }

  /**
   * What was refused is kept as it came, with its word and place, and once however often it came.
   */
  private void assertRefused(Row row) {
    if (row.refusesNote()) {
      mirror.sync();
      RefusedNote kept = onlyRefusedNote();
      assertThat(kept.raw()).isEqualTo(log.checkpoint());
      assertThat(kept.kind()).isEqualTo(row.word());
      assertThat(kept.source()).isEqualTo(server.url() + "checkpoint");
      assertThat(kept.times()).isEqualTo(2);
    } else {
      assertThat(mirror.query("select kind from refused_notes")).isEmpty();
    }
  }

  private RefusedNote onlyRefusedNote() {
    List<RefusedNote> kept = mirror.store().refusedNotes().newest(new Origin(ORIGIN), 10);
    assertThat(kept).hasSize(1);
    return kept.get(0);
  }

  private double errors(Failure failure) {
    return mirror.meter(series("errors_total", "error_type", failure.word()));
  }

  private double divergences(Failure kind) {
    return mirror.meter(series("divergences_total", "class", kind.word()));
  }

  private static String series(String name, String label, String word) {
    return "attestor_rekor_sync_%s{backend=\"%s\",%s=\"%s\"}"
        .formatted(name, TestConfiguration.BACKEND, label, word);
  }

  private Instant now() {
    return clock.instant();
  }

  /** The witness has seen the log's checkpoint so long from now. */
  private void cosign(Duration from) {
    show(witness.cosign(log.checkpoint(), now().plus(from)));
  }

  private void show(String note) {
    show(note.getBytes(StandardCharsets.UTF_8));
  }

  private void show(byte[] note) {
    log.serveCheckpoint(note);
  }

  private void serve(FakeLog other) {
    server.serve(other);
  }

  private String text(TreeHead head) {
    return new Checkpoint(new Origin(ORIGIN), head, List.of()).text();
  }

  private static Row good(
      String name, String word, boolean moved, Consumer<CheckpointClassTest> shown) {
    return new Row(name, shown, word, ExitCode.GOOD, moved, false);
  }

  private static Row refused(String name, String word, Consumer<CheckpointClassTest> shown) {
    return new Row(name, shown, word, ExitCode.REFUSED, false, false);
  }

  private static Row contradiction(String name, String word, Consumer<CheckpointClassTest> shown) {
    return new Row(name, shown, word, ExitCode.REFUSED, false, true);
  }
}
