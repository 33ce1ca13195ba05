package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.FakeRekor;
import org.stellaops.attestor.fakelog.FakeRekorServer;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.TreeHead;

/** A Rekor v1 server with three shards, whatever it shows, through the real routes. */
class RekorV1Test {
  private static final String SERVER = "prod";
  private static final long OLDEST = 3904496407287907110L;
  private static final long OLD = 2605736670972794746L;
  private static final long ACTIVE = 1193050959916656506L;
  private static final long NEXT = 77L;

  @TempDir private static Path directory;

  private static FakeRekor first;
  private static FakeRekorServer server;
  private static MirrorUnderTest mirror;

  private FakeRekor rekor;

  @BeforeAll
  static void start() {
    first = FakeRekor.named("rekor.example").open(OLDEST, 5);
    server = FakeRekorServer.start(first);
    mirror =
        MirrorUnderTest.in(directory)
            .follow(SERVER, first, server.url())
            .sync("retryDelay", "1ms")
            .start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void followThreeShards() {
    rekor = first.anew().open(OLDEST, 5).open(OLD, 700).open(ACTIVE, 300);
    server.serve(rekor).noTrouble();
    mirror.forget();
    mirror.syncAll(SERVER).forEach(ReportAssert::assertGood);
  }

  /**
   * @param name what the server does
   * @param shown how it does it, after all three shards are known with 5, 700 and 300 entries
   * @param shard of which shard a cycle says so
   * @param word what it is called everywhere
   * @param moved whether the head of that shard moves
   * @param quarantined whether that shard is followed no further
   */
  private record Row(
      String name,
      Consumer<RekorV1Test> shown,
      long shard,
      String word,
      boolean moved,
      boolean quarantined) {
    Optional<Failure> failure() {
      return Stream.of(Failure.values()).filter(each -> each.word().equals(word)).findFirst();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> classes() {
    return Stream.of(
        good("nothing new", "unchanged", false, t -> {}),
        good("growth", "advanced", true, t -> t.rekor.grow(41)),
        good("growth from an odd size", "advanced", true, t -> t.rekor.grow(1)),
        good(
            "a note with a time, as they were until 2023",
            "unchanged",
            false,
            t -> t.show(t.rekor.shard(ACTIVE).checkpoint(300, "Timestamp: 1689177396617352539"))),
        refused(
            "an older tree that we remember",
            "stale_replica",
            t -> {
              t.rekor.grow(100);
              mirror.syncAll(SERVER);
              t.rekor.shard(ACTIVE).rollBack(300);
            }),
        refused(
            "an older tree that we never saw",
            "stale_replica",
            t -> t.rekor.shard(ACTIVE).rollBack(250)),
        refused(
            "a server that is rolled back as a whole",
            "stale_replica",
            t -> t.rekor.serve(ACTIVE, t.fork(ACTIVE, 250))),
        contradiction(
            "two roots for one size", "split_view", t -> t.serve(ACTIVE, t.fork(ACTIVE, 299), 1)),
        contradiction(
            "another root at a size that we remember",
            "split_view",
            t -> {
              FakeLog fork = t.fork(ACTIVE, 299).grow(1);
              t.rekor.grow(100);
              mirror.syncAll(SERVER);
              t.rekor.serve(ACTIVE, fork);
            }),
        contradiction(
            "another beginning, of a size that we never saw",
            "split_view",
            t ->
                t.show(
                    t.rekor
                        .shard(ACTIVE)
                        .sign(t.text(ACTIVE, t.fork(ACTIVE, 249).grow(1).head())))),
        contradiction(
            "growth of another history",
            "inconsistent",
            t -> t.serve(ACTIVE, t.fork(ACTIVE, 120), 400)),
        refused(
            "growth with a proof that is too short",
            "bad_proof",
            t -> t.grow().alterProofs(hashes -> hashes.subList(1, hashes.size()))),
        refused(
            "growth with a proof that is too long",
            "bad_proof",
            t -> t.grow().alterProofs(hashes -> with(hashes, hashes.get(0)))),
        refused("growth without a proof", "bad_proof", t -> t.grow().alterProofs(h -> List.of())),
        refused(
            "growth with a proof of another tree",
            "bad_proof",
            t ->
                t.grow().alterProofs(hashes -> hashes.stream().map(h -> "ab".repeat(32)).toList())),
        refused(
            "growth with a proof in other letters",
            "bad_proof",
            t ->
                t.grow()
                    .alterProofs(hashes ->
                        hashes.stream().map(h -> h.toUpperCase(java.util.Locale.ROOT)).toList())),
        new Row(
            "a proof that is kept back",
            t -> {
              t.grow();
              server.trouble(
                  "api/v1/log/proof", FakeLogServer.ALWAYS, Trouble.status(503, Map.of()));
            },
            ACTIVE,
            "network",
            false,
            false),
        lie("a false size beside the note", "treeSize", 301),
        lie("a false root beside the note", "rootHash", "00".repeat(32)),
        lie("a false tree ID beside the note", "treeID", Long.toString(OLD)),
        lie("no tree ID at all", "treeID", null),
        refused(
            "a note of another server",
            "origin_mismatch",
            t ->
                t.show(
                    t.rekor
                        .shard(ACTIVE)
                        .sign(
                            t.text(ACTIVE, t.rekor.shard(ACTIVE).head())
                                .replace("rekor", "other")))),
        refused("a page of a proxy as a note", "invalid_note", t -> t.show("<html></html>")),
        refused(
            "a signature under another text",
            "bad_signature",
            t ->
                t.show(
                    new String(t.rekor.shard(ACTIVE).checkpoint(), StandardCharsets.UTF_8)
                        .replace("\n300\n", "\n301\n"))),
        refused(
            "a key that nobody knows",
            "untrusted_key",
            t ->
                t.show(
                    FakeRekor.named("rekor.example").open(ACTIVE, 300).shard(ACTIVE).checkpoint())),
        of(OLD, "a closed shard that grows", "thawed", true, t -> t.rekor.shard(OLD).grow(1)),
        new Row(
            "a closed shard with another root",
            t -> t.serve(OLD, t.fork(OLD, 699), 1),
            OLD,
            "split_view",
            false,
            true),
        of(OLD, "a shard that is not shown any more", "network", false, t -> t.rekor.hide(OLD)),
        of(NEXT, "a new active shard", "new_shard", false, t -> t.rekor.open(NEXT, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("classes")
  void isCalledTheSameEverywhere(Row row) {
    row.shown().accept(this);
    Optional<TreeHead> before = state(row.shard()).map(LogState::pending);
    double errors = row.failure().map(failure -> errors(row.shard(), failure)).orElse(0.0);

    CycleReport report = report(mirror.syncAll(SERVER), row.shard());

    assertThat(report.outcome()).as(report.message()).isEqualTo(row.word());
    assertThat(report.failure()).isEqualTo(row.failure());
    row.failure()
        .ifPresent(failure -> assertThat(errors(row.shard(), failure)).isEqualTo(errors + 1));
    assertThat(state(row.shard()).map(LogState::pending).equals(before)).isNotEqualTo(row.moved());
    assertThat(mirror.query("select kind from evidence"))
        .isEqualTo(row.quarantined() ? List.of(row.word()) : List.of());
    mirror.store().evidence().all().forEach(kept -> kept.evidence().verify(rekor.key()));
    if (row.quarantined()) {
      assertThat(report(mirror.syncAll(SERVER), row.shard()).failure())
          .contains(Failure.QUARANTINED);
    }
  }

  @Test
  void oneShardThatFailsKeepsNoOtherFromItsCycle() {
    serve(OLD, fork(OLD, 699), 1);
    rekor.grow(10);

    List<CycleReport> reports = mirror.syncAll(SERVER);

    assertThat(report(reports, OLD).failure()).contains(Failure.SPLIT_VIEW);
    assertThat(report(reports, ACTIVE).outcome()).isEqualTo("advanced");
    assertThat(report(reports, OLDEST).outcome()).isEqualTo("unchanged");
    assertThat(mirror.sync(SERVER).failure()).contains(Failure.QUARANTINED);
  }

  @Test
  void acceptedShardIsFollowed() {
    rekor.open(NEXT, 3);
    mirror.syncAll(SERVER);
    assertThat(state(NEXT)).isEmpty();
    assertThat(Failure.NEW_SHARD.exitCode()).isEqualTo(ExitCode.INCOMPLETE);

    boolean accepted =
        mirror
            .store()
            .shards()
            .accept(SERVER, new TreeId(NEXT), "operator", Clock.systemUTC().instant());
    List<CycleReport> reports = mirror.syncAll(SERVER);

    assertThat(accepted).isTrue();
    assertThat(report(reports, NEXT).outcome()).isEqualTo("first_contact");
    assertThat(mirror.store().shards().of(SERVER).get(0).tree()).isEqualTo(new TreeId(NEXT));
    assertThat(shard(ACTIVE)).isEqualTo(Shard.State.INACTIVE);
  }

  @Test
  void strangersShardIsNotEvenProposed() {
    rekor.serve(NEXT, FakeRekor.named("rekor.example").open(NEXT, 3).shard(NEXT));

    mirror.syncAll(SERVER);

    assertThat(mirror.store().shards().of(SERVER)).hasSize(3);
  }

  @Test
  void signaturesThatDifferMakeNoRows() {
    mirror.syncAll(SERVER);
    mirror.syncAll(SERVER);

    assertThat(mirror.query("select tree_size from rekor_checkpoints order by tree_size"))
        .containsExactly("5", "300", "700");
    assertThat(mirror.query("select * from checkpoint_variants")).isEmpty();
  }

  @Test
  void onlyWhatIsNewIsAskedFor() {
    rekor.grow(10);
    server.requests().forget();

    mirror.syncAll(SERVER);

    assertThat(server.requests().all().stream().map(request -> request.path()).toList())
        .containsExactly("api/v1/log", "api/v1/log/proof");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void serverThatIsBusyFailsEveryShardAndNothingElse(int status) {
    server.trouble("api/v1/log", FakeLogServer.ALWAYS, Trouble.status(status, Map.of()));

    List<CycleReport> reports = mirror.syncAll(SERVER);

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).failure()).contains(Failure.NETWORK);
    assertThat(Stream.of(OLDEST, OLD, ACTIVE).map(id -> state(id).orElseThrow()))
        .allSatisfy(state -> assertThat(state.lastFailure()).isPresent());
  }

  @Test
  void oneShardCanBeAskedForAlone() {
    rekor.grow(10);

    List<CycleReport> reports = mirror.syncAll(SERVER + "/" + ACTIVE);

    assertThat(reports).hasSize(1);
    assertGood(reports.get(0));
    assertThat(state(ACTIVE).orElseThrow().pending()).isEqualTo(rekor.shard(ACTIVE).head());
  }

  @Test
  void bareNameShowsTheActiveShard() {
    assertThat(mirror.meter("attestor_rekor_sync_tree_size{backend=\"prod\"}")).isEqualTo(300);
    assertThat(mirror.meter("attestor_rekor_sync_tree_size{backend=\"prod/" + OLD + "\"}"))
        .isEqualTo(700);
    assertThat(mirror.meter("attestor_rekor_sync_frozen{backend=\"prod/" + OLD + "\"}"))
        .isEqualTo(1);
  }

  private FakeRekor grow() {
    return rekor.grow(41);
  }

  private FakeLog fork(long shard, long at) {
    return rekor.shard(shard).fork(at);
  }

  private void serve(long shard, FakeLog fork, long more) {
    rekor.serve(shard, fork.grow(more));
  }

  private void show(String note) {
    show(note.getBytes(StandardCharsets.UTF_8));
  }

  private void show(byte[] note) {
    rekor.shard(ACTIVE).serveCheckpoint(note);
  }

  private String text(long shard, TreeHead head) {
    return new Checkpoint(new Origin("rekor.example - " + shard), head, List.of()).text();
  }

  private static List<String> with(List<String> hashes, String more) {
    List<String> longer = new ArrayList<>(hashes);
    longer.add(more);
    return longer;
  }

  private static Optional<LogState> state(long shard) {
    return mirror.state(SERVER + "/" + shard);
  }

  private static Shard.State shard(long id) {
    return mirror.store().shards().of(SERVER).stream()
        .filter(each -> each.tree().value() == id)
        .findFirst()
        .orElseThrow()
        .state();
  }

  private static CycleReport report(List<CycleReport> reports, long shard) {
    return reports.stream()
        .filter(report -> report.backend().equals(SERVER + "/" + shard))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no report of " + shard + ": " + reports));
  }

  private static double errors(long shard, Failure failure) {
    String series =
        "attestor_rekor_sync_errors_total{backend=\"%s/%d\",error_type=\"%s\"}"
            .formatted(SERVER, shard, failure.word());
    // the counters of a shard begin with the first cycle in which it is followed, or fails
    return mirror.query("select 1 from rekor_shards where tree_id = " + shard).isEmpty()
        ? 0
        : mirror.meter(series);
  }

  private static Row good(String name, String word, boolean moved, Consumer<RekorV1Test> shown) {
    return new Row(name, shown, ACTIVE, word, moved, false);
  }

  private static Row refused(String name, String word, Consumer<RekorV1Test> shown) {
    return of(ACTIVE, name, word, false, shown);
  }

  private static Row lie(String name, String field, Object value) {
    return of(ACTIVE, name, "loose_fields", false, t -> t.rekor.lie(ACTIVE, field, value));
  }

  private static Row contradiction(String name, String word, Consumer<RekorV1Test> shown) {
    return new Row(name, shown, ACTIVE, word, false, true);
  }

  private static Row of(
      long shard, String name, String word, boolean moved, Consumer<RekorV1Test> shown) {
    return new Row(name, shown, shard, word, moved, false);
  }
}
