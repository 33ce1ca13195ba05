package org.stellaops.attestor.scenario.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

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
import org.stellaops.attestor.mirror.Shard;
import org.stellaops.attestor.mirror.TreeId;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.TreeHead;

/** A Rekor v1 server with three shards, whatever it shows, through the real routes. */
class RekorV1ShardsTest {
  private static final String SERVER = "prod";
  private static final long OLDEST = 3904496407287907110L;
  private static final long OLD = 2605736670972794746L;
  private static final long ACTIVE = 1193050959916656506L;
  private static final long NEXT = 77L;

  @TempDir private static Path directory;

  private static FakeRekor first;
  private static FakeRekorServer server;
  private static TestConfiguration configuration;
  private static MirrorUnderTest mirror;

  private FakeRekor rekor;

  @BeforeAll
  static void start() {
    first = FakeRekor.named("rekor.example").openShard(OLDEST, 5);
    server = FakeRekorServer.start(first);
    configuration =
        MirrorUnderTest.in(directory).follow(SERVER, first, server.url()).sync("retryDelay", "1ms");
    mirror = configuration.start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void followThreeShards() {
    rekor = first.emptyCopy().openShard(OLDEST, 5).openShard(OLD, 700).openShard(ACTIVE, 300);
    server.serve(rekor).clearFaults();
    mirror.reset();
    mirror.syncAll(SERVER).forEach(CycleReportAssertions::assertGood);
  }

  /**
   * @param name what the server does
   * @param setUp how it does it, after all three shards are known with 5, 700 and 300 entries
   * @param shard of which shard a cycle says so
   * @param outcome what it is called everywhere
   * @param advances whether the head of that shard moves
   * @param quarantined whether that shard is followed no further
   */
  private record Case(
      String name,
      Consumer<RekorV1ShardsTest> setUp,
      long shard,
      String outcome,
      boolean advances,
      boolean quarantined) {
    Optional<Failure> failure() {
      return Stream.of(Failure.values()).filter(each -> each.label().equals(outcome)).findFirst();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        goodCase("nothing new", "unchanged", false, t -> {}),
        goodCase("growth", "advanced", true, t -> t.rekor.grow(41)),
        goodCase("growth from an odd size", "advanced", true, t -> t.rekor.grow(1)),
        goodCase(
            "a note with a time, as they were until 2023",
            "unchanged",
            false,
            t ->
                t.serveCheckpoint(
                    t.rekor.shard(ACTIVE).checkpoint(300, "Timestamp: 1689177396617352539"))),
        rejectedCase(
            "an older tree that we remember",
            "stale_replica",
            t -> {
              t.rekor.grow(100);
              mirror.syncAll(SERVER);
              t.rekor.shard(ACTIVE).rollBack(300);
            }),
        rejectedCase(
            "an older tree that we never saw",
            "stale_replica",
            t -> t.rekor.shard(ACTIVE).rollBack(250)),
        rejectedCase(
            "a server that is rolled back as a whole",
            "stale_replica",
            t -> t.rekor.replaceShard(ACTIVE, t.fork(ACTIVE, 250))),
        contradictionCase(
            "two roots for one size", "split_view", t -> t.serve(ACTIVE, t.fork(ACTIVE, 299), 1)),
        contradictionCase(
            "another root at a size that we remember",
            "split_view",
            t -> {
              FakeLog fork = t.fork(ACTIVE, 299).grow(1);
              t.rekor.grow(100);
              mirror.syncAll(SERVER);
              t.rekor.replaceShard(ACTIVE, fork);
            }),
        contradictionCase(
            "another beginning, of a size that we never saw",
            "split_view",
            t ->
                t.serveCheckpoint(
                    t.rekor
                        .shard(ACTIVE)
                        .sign(t.text(ACTIVE, t.fork(ACTIVE, 249).grow(1).head())))),
        contradictionCase(
            "growth of another history",
            "inconsistent",
            t -> t.serve(ACTIVE, t.fork(ACTIVE, 120), 400)),
        rejectedCase(
            "growth with a proof that is too short",
            "bad_proof",
            t -> t.grow().modifyProofs(hashes -> hashes.subList(1, hashes.size()))),
        rejectedCase(
            "growth with a proof that is too long",
            "bad_proof",
            t -> t.grow().modifyProofs(hashes -> append(hashes, hashes.get(0)))),
        rejectedCase(
            "growth without a proof", "bad_proof", t -> t.grow().modifyProofs(h -> List.of())),
        rejectedCase(
            "growth with a proof of another tree",
            "bad_proof",
            t ->
                t.grow()
                    .modifyProofs(hashes -> hashes.stream().map(h -> "ab".repeat(32)).toList())),
        rejectedCase(
            "growth with a proof in other letters",
            "bad_proof",
            t ->
                t.grow()
                    .modifyProofs(hashes ->
                        hashes.stream().map(h -> h.toUpperCase(java.util.Locale.ROOT)).toList())),
        new Case(
            "a proof that is kept back",
            t -> {
              t.grow();
              server.injectFault(
                  "api/v1/log/proof", FakeLogServer.ALWAYS, FaultInjection.status(503, Map.of()));
            },
            ACTIVE,
            "network",
            false,
            false),
        alteredFieldCase("a false size beside the note", "treeSize", 301),
        alteredFieldCase("a false root beside the note", "rootHash", "00".repeat(32)),
        alteredFieldCase("a false tree ID beside the note", "treeID", Long.toString(OLD)),
        alteredFieldCase("no tree ID at all", "treeID", null),
        rejectedCase(
            "a note of another server",
            "origin_mismatch",
            t ->
                t.serveCheckpoint(
                    t.rekor
                        .shard(ACTIVE)
                        .sign(
                            t.text(ACTIVE, t.rekor.shard(ACTIVE).head())
                                .replace("rekor", "other")))),
        rejectedCase(
            "a page of a proxy as a note", "invalid_note", t -> t.serveCheckpoint("<html></html>")),
        rejectedCase(
            "a signature under another text",
            "bad_signature",
            t ->
                t.serveCheckpoint(
                    new String(t.rekor.shard(ACTIVE).checkpoint(), StandardCharsets.UTF_8)
                        .replace("\n300\n", "\n301\n"))),
        rejectedCase(
            "a key that nobody knows",
            "untrusted_key",
            t ->
                t.serveCheckpoint(
                    FakeRekor.named("rekor.example")
                        .openShard(ACTIVE, 300)
                        .shard(ACTIVE)
                        .checkpoint())),
        caseFor(
            OLD, "a closed shard that grows", "unfrozen", true, t -> t.rekor.shard(OLD).grow(1)),
        new Case(
            "a closed shard with another root",
            t -> t.serve(OLD, t.fork(OLD, 699), 1),
            OLD,
            "split_view",
            false,
            true),
        caseFor(
            OLD, "a shard that is not shown any more", "network", false, t -> t.rekor.hide(OLD)),
        caseFor(NEXT, "a new active shard", "new_shard", false, t -> t.rekor.openShard(NEXT, 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void reportsTheSameOutcomeEverywhere(Case row) {
    row.setUp().accept(this);
    Optional<TreeHead> before = state(row.shard()).map(LogState::pending);
    double errors = row.failure().map(failure -> errors(row.shard(), failure)).orElse(0.0);

    CycleReport report = report(mirror.syncAll(SERVER), row.shard());

    assertThat(report.outcome()).as(report.message()).isEqualTo(row.outcome());
    assertThat(report.failure()).isEqualTo(row.failure());
    row.failure()
        .ifPresent(failure -> assertThat(errors(row.shard(), failure)).isEqualTo(errors + 1));
    assertThat(state(row.shard()).map(LogState::pending).equals(before))
        .isNotEqualTo(row.advances());
    assertThat(mirror.query("select kind from evidence"))
        .isEqualTo(row.quarantined() ? List.of(row.outcome()) : List.of());
    mirror.store().evidence().all().forEach(stored -> stored.evidence().verify(rekor.key()));
    if (row.quarantined()) {
      assertThat(report(mirror.syncAll(SERVER), row.shard()).failure())
          .contains(Failure.QUARANTINED);
    }
  }

  @Test
  void failingShardDoesNotStopTheOthers() {
    serve(OLD, fork(OLD, 699), 1);
    rekor.grow(10);

    List<CycleReport> reports = mirror.syncAll(SERVER);

    assertThat(report(reports, OLD).failure()).contains(Failure.SPLIT_VIEW);
    assertThat(report(reports, ACTIVE).outcome()).isEqualTo("advanced");
    assertThat(report(reports, OLDEST).outcome()).isEqualTo("unchanged");
    assertThat(mirror.sync(SERVER).failure()).contains(Failure.QUARANTINED);
  }

  @Test
  void followsAnAcceptedShard() {
    rekor.openShard(NEXT, 3);
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
  void serverWithAnotherKeyAddsABoundedNumberOfRowsAndIsNeverFollowed() {
    mirror.reset();
    for (int cycle = 1; cycle <= 3; cycle++) {
      FakeRekor liar = FakeRekor.named("rekor.example");
      for (int tree = 0; tree < 97; tree++) {
        liar.openShard(cycle * 1000L + tree, 1);
      }
      server.serve(liar);
      mirror.syncAll(SERVER);
    }
    assertThat(mirror.store().shards().of(SERVER))
        .hasSizeLessThanOrEqualTo(100)
        .noneMatch(Shard::isAccepted);

    server.serve(rekor.openShard(3000L, 2));
    List<CycleReport> reports = mirror.syncAll(SERVER);

    reports.forEach(CycleReportAssertions::assertGood);
    assertThat(shard(ACTIVE)).as("first contact is not used up").isEqualTo(Shard.State.INACTIVE);
    assertThat(shard(3000L)).as("a tree ID that was abused").isEqualTo(Shard.State.ACTIVE);
  }

  @Test
  void serverThatInventsShardsInEveryCycleAddsABoundedNumberOfRows() {
    for (int cycle = 1; cycle <= 3; cycle++) {
      FakeRekor invented = rekor.emptyCopy();
      for (int tree = 0; tree < 97; tree++) {
        invented.openShard(cycle * 1000L + tree, 1);
      }
      server.serve(invented);
      mirror.syncAll(SERVER);
    }

    List<Shard> known = mirror.store().shards().of(SERVER);
    assertThat(known.stream().filter(Shard::isAccepted)).hasSize(3);
    assertThat(known.stream().filter(each -> !each.isAccepted())).hasSizeLessThanOrEqualTo(100);
    assertThat(shard(3000L)).as("what the server shows now").isEqualTo(Shard.State.PROPOSED);
  }

  @Test
  void proposedShardIsInSyncStatusWithTheCommandThatAcceptsIt() {
    rekor.openShard(NEXT, 3);
    mirror.syncAll(SERVER);

    CommandResult status =
        CommandResult.run("sync-status", "--config", configuration.file().toString());

    assertThat(status.status()).isEqualTo(ExitCode.INCOMPLETE.number());
    assertThat(status.out())
        .containsPattern("prod/77 +rekor.example - 77 .*failing: new_shard")
        .contains("next: if it was announced: stella attestor backend accept-shard prod 77")
        .contains("prod: entries are not mirrored: type is auto")
        .contains("set type: rekor-v1 and mirrorEntries: true");
  }

  @Test
  void storesNoExtraRowsForDifferentSignatures() {
    mirror.syncAll(SERVER);
    mirror.syncAll(SERVER);

    assertThat(mirror.query("select tree_size from rekor_checkpoints order by tree_size"))
        .containsExactly("5", "300", "700");
    assertThat(mirror.query("select * from checkpoint_variants")).isEmpty();
  }

  @Test
  void fetchesOnlyNewData() {
    rekor.grow(10);
    server.requests().clear();

    mirror.syncAll(SERVER);

    assertThat(server.requests().all().stream().map(request -> request.path()).toList())
        .containsExactly("api/v1/log", "api/v1/log/proof");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void busyServerFailsEveryShardAndNothingElse(int status) {
    server.injectFault("api/v1/log", FakeLogServer.ALWAYS, FaultInjection.status(status, Map.of()));

    List<CycleReport> reports = mirror.syncAll(SERVER);

    assertThat(reports).hasSize(1);
    assertThat(reports.get(0).failure()).contains(Failure.NETWORK);
    assertThat(Stream.of(OLDEST, OLD, ACTIVE).map(id -> state(id).orElseThrow()))
        .allSatisfy(state -> assertThat(state.lastFailure()).isPresent());
  }

  @Test
  void syncsASingleShard() {
    rekor.grow(10);

    List<CycleReport> reports = mirror.syncAll(SERVER + "/" + ACTIVE);

    assertThat(reports).hasSize(1);
    assertGood(reports.get(0));
    assertThat(state(ACTIVE).orElseThrow().pending()).isEqualTo(rekor.shard(ACTIVE).head());
  }

  @Test
  void backendIdShowsTheActiveShard() {
    assertThat(mirror.meter("attestor_rekor_sync_tree_size{backend=\"prod\"}")).isEqualTo(300);
    assertThat(mirror.meter("attestor_rekor_sync_tree_size{backend=\"prod/" + OLD + "\"}"))
        .isEqualTo(700);
    assertThat(mirror.meter("attestor_rekor_sync_frozen{backend=\"prod/" + OLD + "\"}"))
        .isEqualTo(1);
  }

  private FakeRekor grow() {
    return rekor.grow(41);
  }

  private FakeLog fork(long shard, long forkedAt) {
    return rekor.shard(shard).fork(forkedAt);
  }

  private void serve(long shard, FakeLog fork, long growth) {
    rekor.replaceShard(shard, fork.grow(growth));
  }

  private void serveCheckpoint(String note) {
    serveCheckpoint(note.getBytes(StandardCharsets.UTF_8));
  }

  private void serveCheckpoint(byte[] note) {
    rekor.shard(ACTIVE).serveCheckpoint(note);
  }

  private String text(long shard, TreeHead head) {
    return new Checkpoint(new Origin("rekor.example - " + shard), head, List.of()).text();
  }

  private static List<String> append(List<String> hashes, String growth) {
    List<String> longer = new ArrayList<>(hashes);
    longer.add(growth);
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
            .formatted(SERVER, shard, failure.label());
    // the counters of a shard begin with the first cycle in which it is followed, or fails
    return mirror.query("select 1 from rekor_shards where tree_id = " + shard).isEmpty()
        ? 0
        : mirror.meter(series);
  }

  private static Case goodCase(
      String name, String outcome, boolean advances, Consumer<RekorV1ShardsTest> setUp) {
    return new Case(name, setUp, ACTIVE, outcome, advances, false);
  }

  private static Case rejectedCase(String name, String outcome, Consumer<RekorV1ShardsTest> setUp) {
    return caseFor(ACTIVE, name, outcome, false, setUp);
  }

  private static Case alteredFieldCase(String name, String field, Object value) {
    return caseFor(
        ACTIVE, name, "unsigned_mismatch", false, t -> t.rekor.overrideField(ACTIVE, field, value));
  }

  private static Case contradictionCase(
      String name, String outcome, Consumer<RekorV1ShardsTest> setUp) {
    return new Case(name, setUp, ACTIVE, outcome, false, true);
  }

  private static Case caseFor(
      long shard,
      String name,
      String outcome,
      boolean advances,
      Consumer<RekorV1ShardsTest> setUp) {
    return new Case(name, setUp, shard, outcome, advances, false);
  }
}
