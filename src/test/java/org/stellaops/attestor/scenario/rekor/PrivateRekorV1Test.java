package org.stellaops.attestor.scenario.rekor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.BackendFactory;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.checkpoint.Checkpoint;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.AuditMetrics;
import org.stellaops.attestor.metrics.MetricsPage;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.store.FollowedLogResolver;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.maintenance.BackgroundAudit;
import org.stellaops.attestor.route.maintenance.MirroredLogs;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.FakeRekor;
import org.stellaops.attestor.testlog.FakeRekorServer;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.Rfc6962;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A private Rekor v1 log of 20,000 entries behind a closed shard, which is mirrored whole and from
 * then on is a log with tiles. The steps follow one another, as the log's life does.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PrivateRekorV1Test {
  private static final String BACKEND = "private";
  private static final long CLOSED = 11;
  private static final long ACTIVE = 22;
  private static final String SHARD = BACKEND + "/" + ACTIVE;
  private static final String RETRIEVE = "api/v1/log/entries/retrieve";
  private static final long SIZE = 20_000;

  @TempDir private static Path directory;
  @TempDir private static Path otherDirectory;

  private static FakeRekor large;
  private static FakeRekorServer largeServer;
  private static FakeRekor rekor;
  private static FakeRekorServer server;
  private static TestConfiguration configuration;
  private static MirrorUnderTest mirror;

  @BeforeAll
  static void start() {
    rekor = FakeRekor.named("rekor.private.example").openShard(CLOSED, 300).openShard(ACTIVE, SIZE);
    server = FakeRekorServer.start(rekor);
    large = FakeRekor.named("rekor.large.example").openShard(ACTIVE, 1);
    largeServer = FakeRekorServer.start(large);
    configuration =
        configuration(directory)
            .follow("large", large, largeServer.url())
            .backend("type", "rekor-v1")
            .backend("mirrorEntries", "true");
    mirror = configuration.start();
  }

  private static TestConfiguration configuration(Path dataDirectory) {
    return MirrorUnderTest.in(dataDirectory)
        .follow(BACKEND, rekor, server.url())
        .backend("type", "rekor-v1")
        .backend("mirrorEntries", "true");
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
    largeServer.close();
  }

  @Test
  @Order(0)
  void rejectsALargeLogWithItsRequestCountBeforeFetchingEntries() {
    // a first contact is not compared with anything, so the entries need not exist
    TreeHead head = new TreeHead(1_511_664_856L, Rfc6962.leaf(new byte[] {1}));
    Origin origin = new Origin("rekor.large.example - " + ACTIVE);
    FakeLog shard = large.shard(ACTIVE);
    shard.serveCheckpoint(shard.sign(new Checkpoint(origin, head, List.of()).text()));

    CycleReport report = mirror.sync("large");

    assertFailed(report, Failure.CONFIGURATION);
    assertThat(report.message())
        .contains("1,511,664,856 entries at 10 per request are 151,166,486 requests")
        .contains("1 hours at 100000 per second");
    assertThat(report.hint()).contains("--yes-i-know");
    assertThat(largeServer.requests().count(RETRIEVE)).isZero();
  }

  @Test
  @Order(1)
  void missingEntryLeavesTheMirrorUnchanged() {
    rekor.omit(300 + 9_999);

    CycleReport report = mirror.sync(SHARD);

    assertFailed(report, Failure.NETWORK);
    assertThat(report.message())
        .contains("1 of 10 entries are missing from the response")
        .contains("9999");
    assertThat(state().covered()).isZero();
    assertThat(mirror.files(SHARD)).isEmpty();
  }

  @Test
  @Order(2)
  void resumesAndEndsAtTheSignedRoot() {
    rekor.stopTampering();
    server.requests().clear();

    CycleReport report = mirror.sync(SHARD);

    assertGood(report);
    assertThat(state().mirrored()).isEqualTo(rekor.shard(ACTIVE).head());
    assertThat(server.requests().count(RETRIEVE)).isBetween(1_000L, 1_030L);
    assertThat(Files.exists(directory.resolve("drafts").resolve(origin()))).isFalse();
  }

  @Test
  @Order(3)
  void buildsTheTreeThatATiledLogWouldServe() {
    Map<String, String> mirrored = new TreeMap<>(mirror.files(SHARD));
    Map<String, String> served =
        new TreeMap<>(
            MirrorUnderTest.expectedFiles(rekor.shard(ACTIVE), directory.resolve("served")));

    // its signatures differ each time
    mirrored.remove("checkpoint");
    served.remove("checkpoint");
    assertThat(mirrored).isEqualTo(served);
  }

  @Test
  @Order(4)
  void fetchesOnlyNewEntriesAfterGrowth() {
    rekor.grow(700);
    server.requests().clear();

    assertGood(mirror.sync(SHARD));

    assertThat(state().mirrored()).isEqualTo(rekor.shard(ACTIVE).head());
    assertThat(server.requests().count(RETRIEVE)).isLessThan(80);
  }

  @Test
  void namesTheEntryThatAnEntryBundleCannotHold() throws IOException {
    FakeRekor wide =
        FakeRekor.named("rekor.wide.example")
            .withEntries(index -> new byte[index == 137 ? 65_536 : 65_535 - (int) index])
            .openShard(ACTIVE, 140);
    Path scratch = Files.createDirectories(otherDirectory.resolve("wide"));
    try (FakeRekorServer wideServer = FakeRekorServer.start(wide);
        MirrorUnderTest wideMirror =
            MirrorUnderTest.in(scratch)
                .follow("wide", wide, wideServer.url())
                .backend("type", "rekor-v1")
                .backend("mirrorEntries", "true")
                .start()) {
      CycleReport report = wideMirror.sync("wide/" + ACTIVE);

      assertFailed(report, Failure.CONFIGURATION);
      assertThat(report.message()).contains("entry 137 has 65,536 bytes");
      assertThat(report.hint()).contains("mirrorEntries");
    }
  }

  @Test
  @Order(5)
  void discardsEntriesOfAnotherTreeAndFetchesThemAgain() {
    rekor.grow(20);
    server.injectFault(
        RETRIEVE,
        FakeLogServer.ALWAYS,
        FaultInjection.body(body -> body.replaceAll("\"body\":\"[^\"]*\"", "\"body\":\"QUJD\"")));

    CycleReport report = mirror.sync(SHARD);

    assertFailed(report, Failure.NOT_INCLUDED);
    assertThat(state().covered()).isEqualTo(SIZE + 700);
    server.clearFaults();
    assertGood(mirror.sync(SHARD));
    assertThat(state().mirrored()).isEqualTo(rekor.shard(ACTIVE).head());
  }

  @Test
  @Order(7)
  void supportsTheCommandsForTiledLogs() {
    String config = configuration.file().toString();

    assertThat(
            CommandResult.run("tiles", "verify", "--backend", SHARD, "--config", config).status())
        .isZero();
    assertThat(
            CommandResult.run("checkpoints", "verify", "--backend", SHARD, "--config", config)
                .status())
        .isZero();
    assertThat(CommandResult.run("tiles", "stats", "--backend", BACKEND, "--config", config).out())
        .contains("Coverage: 100%");
  }

  @Test
  @Order(6)
  void findsTheOnlyShardWithAnEntryOrNamesTheCandidates() {
    String config = configuration.file().toString();
    assertGood(mirror.sync(BACKEND + "/" + CLOSED));

    CommandResult only =
        CommandResult.run("prove", "--backend", BACKEND, "--index", "12345", "--config", config);
    CommandResult several =
        CommandResult.run("verify", "--backend", BACKEND, "--index", "7", "--config", config);

    assertThat(only.status()).as(only.err()).isZero();
    assertThat(only.out()).contains("rekor.private.example - " + ACTIVE);
    assertThat(several.status()).isEqualTo(2);
    assertThat(several.err())
        .contains("2 shards of 'private' have such an entry")
        .contains(SHARD)
        .contains(BACKEND + "/" + CLOSED);
  }

  @Test
  @Order(7)
  void isAuditedLikeATiledLog() throws IOException {
    PostgresStore store = mirror.store();
    MetricsPage page = new MetricsPage();
    BackendCatalog backends =
        new BackendCatalog(BackendFactory.create(configuration.settings()).backends());
    BackgroundAudit audits =
        new BackgroundAudit(
            backends,
            store.checkpoints(),
            PostgresStore.mirrorTree(configuration.settings()),
            new AuditMetrics(page),
            0,
            Clock.systemUTC());
    audits.registerMetrics();
    Path bundle = directory.resolve("tiles").resolve(origin()).resolve("tile/entries/007");
    byte[] content = Files.readAllBytes(bundle);

    assertThat(new MirroredLogs(backends, new FollowedLogResolver(store.shards())).of(BACKEND))
        .contains(SHARD);
    Files.delete(bundle);
    assertThat(audits.run(SHARD).findingCount()).isEqualTo(1);
    Files.write(bundle, content);
    assertThat(audits.run(SHARD).isClean()).isTrue();

    assertThat(page.scrape())
        .contains("attestor_audit_findings{backend=\"" + SHARD + "\"} 0.0")
        .doesNotContain("attestor_audit_findings{backend=\"" + BACKEND + "\"}");
  }

  @Test
  @Order(8)
  void isExportedAndVerifiedAcrossTheAirGap() {
    String config = configuration.file().toString();
    String bundle = directory.resolve("private.tar.gz").toString();
    assertThat(
            CommandResult.run(
                    "anchor", "add", "--backend", SHARD, "--size", "12345", "--config", config)
                .status())
        .isZero();
    CommandResult exported =
        CommandResult.run(
            "export",
            "--backend",
            BACKEND,
            "--output",
            bundle,
            "--include-tiles",
            "--include-entries",
            "--config",
            config);
    assertThat(exported.status()).as(exported.err()).isZero();

    String other = configuration(otherDirectory).file().toString();
    CommandResult imported = CommandResult.run("import", bundle, "--config", other);
    assertThat(imported.status()).as(imported.out() + imported.err()).isZero();

    CommandResult verified =
        CommandResult.run("tiles", "verify", "--backend", SHARD, "--config", other);
    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    assertThat(CommandResult.run("anchor", "list", "--config", other).out())
        .containsPattern(SHARD + " +12,345 .* good");
    assertThat(CommandResult.run("sync-status", "--config", other).out())
        .containsPattern(SHARD + " +rekor.private.example - 22 +20,720");
  }

  @Test
  @Order(9)
  void refetchesALostEntryBundleAfterAReset() throws IOException {
    String config = configuration.file().toString();
    Path tree = directory.resolve("tiles").resolve(origin()).resolve("tile");
    String[] repair = {"tiles", "verify", "--backend", SHARD, "--repair", "--config", config};
    Files.delete(tree.resolve("0/006"));
    assertThat(CommandResult.run(repair).status()).as("it follows from its bundle").isZero();
    Files.delete(tree.resolve("entries/007"));

    CommandResult refused = CommandResult.run(repair);

    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out() + refused.err())
        .contains("tile/entries/007 cannot be computed from other files")
        .contains("tiles clear --backend " + SHARD);
    CommandResult cleared =
        CommandResult.run("tiles", "clear", "--backend", SHARD, "--yes", "--config", config);
    assertThat(cleared.status()).as(cleared.out() + cleared.err()).isZero();
    assertGood(mirror.sync(SHARD));
    assertThat(
            CommandResult.run("tiles", "verify", "--backend", SHARD, "--config", config).status())
        .isZero();
  }

  private static LogState state() {
    return mirror.state(SHARD).orElseThrow();
  }

  private static String origin() {
    return new Origin("rekor.private.example - " + ACTIVE).directory();
  }
}
