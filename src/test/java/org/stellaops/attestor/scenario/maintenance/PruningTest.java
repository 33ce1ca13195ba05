package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.app.PostgresStore;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MinimumIndex;
import org.stellaops.attestor.mirror.audit.HistoryAudit;
import org.stellaops.attestor.mirror.audit.HistoryReport;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.mirror.retention.MirrorPruning;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.maintenance.Pruner;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.scenario.support.CommandResult;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Hash;
import org.stellaops.attestor.tlog.InclusionProof;
import org.stellaops.attestor.tlog.MalformedException;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** What pruning takes away, what it must leave, and that everything else goes on around the gap. */
class PruningTest {
  /** A full unit and a part of a second. */
  private static final long SIZE = 66_907;

  /** Within the second unit, within a bundle. */
  private static final long MINIMUM = 65_837;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("pruned.example/log").grow(SIZE);
  private FakeLogServer server;
  private AuditedMirror mirror;
  private Path config;

  @BeforeEach
  void startAndSync() throws IOException {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    config = Files.writeString(directory.resolve("attestor.yaml"), mirror.configuration());
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void removesEverythingBelowTheMinimumIndexAndNothingElse() {
    Map<String, String> before = mirror.digests();
    CommandResult dryRun = prune("--before-index", "65837", "--dry-run");
    assertThat(mirror.digests()).isEqualTo(before);

    CommandResult pruned = prune("--before-index", "65837");

    Set<String> withheld =
        before.keySet().stream().filter(PruningTest::isWithheld).collect(Collectors.toSet());
    Map<String, String> rest = mirror.digests();
    assertThat(before.keySet()).containsAll(withheld);
    assertThat(withheld).contains("tile/1/000", "tile/0/256", "tile/entries/256");
    assertThat(rest.keySet()).isEqualTo(difference(before.keySet(), withheld));
    assertThat(before).containsAllEntriesOf(rest);
    assertThat(pruned.status()).isZero();
    assertThat(pruned.out())
        .contains("removed 258 tiles and 257 entry bundles", "minimum index 65,837");
    assertThat(dryRun.out()).isEqualTo(pruned.out().replace("removed", "would remove"));
  }

  @Test
  void remainingFilesProveEveryLaterEntry() {
    prune("--before-index", "65837");

    LongStream.concat(LongStream.range(MINIMUM, MINIMUM + 300), LongStream.of(SIZE - 1))
        .forEach(index ->
            assertThat(InclusionProof.build(index, SIZE, this::readTile).rootFor(leaf(index)))
                .as("entry %d", index)
                .isEqualTo(log.head().root()));
  }

  @Test
  void auditIgnoresPrunedFilesAndStillReportsDamage() throws IOException {
    prune("--before-index", "65837");
    assertThat(AuditedMirror.reportedPaths(mirror.audit())).isEmpty();
    assertThat(mirror.audit().auditedEntries()).isEqualTo(SIZE - MINIMUM);

    Files.delete(mirror.file("tile/entries/257"));
    Files.delete(mirror.file("tile/1/001.p/5"));
    server.requests().clear();

    assertThat(AuditedMirror.reportedPaths(mirror.audit()))
        .containsExactlyInAnyOrder("tile/entries/257", "tile/1/001.p/5");
    while (!mirror.audit().isClean()) {
      assertThat(mirror.repair(mirror.audit()).message()).isEmpty();
    }
  }

  @Test
  void keepsMirroringWithoutRestoringPrunedFiles() {
    prune("--before-index", "65837");
    Set<String> pruned = new TreeSet<>(mirror.digests().keySet());
    server.requests().clear();
    log.grow(5_000);

    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE + 5_000);

    assertThat(mirror.audit().isClean()).isTrue();
    assertThat(state().minimumIndex()).isEqualTo(MINIMUM);
    assertThat(mirror.digests().keySet())
        .noneMatch(PruningTest::isWithheld)
        .hasSizeGreaterThan(pruned.size());
    assertThat(server.requests().all()).noneMatch(request -> isWithheld(request.path()));
  }

  @Test
  void coverageAndCountsStartAtTheMinimumIndex() {
    prune("--before-index", "65837");

    assertThat(runStella("tiles", "stats", "--backend", "log").out())
        .contains("Minimum Index: 65,837", "Coverage: 100% from entry 65,837 on");
    assertThat(runStella("tiles", "stats", "--backend", "log", "-o", "json").out())
        .contains("\"minimumIndex\" : 65837");
    assertThat(runStella("sync-status").out()).contains("100%", "current");
    assertThat(runStella("sync-status", "-o", "json").out()).contains("\"minimumIndex\" : 65837");
    assertThat(runStella("tiles", "verify", "--backend", "log").out())
        .contains("good, 1,070 entries checked");
  }

  @Test
  void reportsCheckpointsBelowTheMinimumIndexAsUnverifiable() {
    log.grow(1000);
    mirror.sync();
    log.grow(1000);
    mirror.sync();
    assertThat(history().provedPairs()).isEqualTo(2);

    prune("--before-index", "68000");

    assertThat(history().problems()).isEmpty();
    assertThat(history().provedPairs() + history().unprovedPairs()).isEqualTo(2);
  }

  @Test
  void nextPruneRemovesFilesLeftByACrash() {
    mirror.store().retention().raiseMinimumIndex(mirror.backend().origin(), 0, MINIMUM);
    assertThat(mirror.audit().damagedRanges()).isEmpty();
    assertThat(mirror.audit().unexpectedFiles())
        .hasSize(515)
        .allMatch(unexpectedFile -> unexpectedFile.reason() == UnexpectedFile.Reason.PRUNED);

    assertThat(prune("--before-index", "5").out()).contains("257 entry bundles", "65,837");

    assertThat(mirror.audit().isClean()).isTrue();
  }

  @Test
  void cannotPruneBeyondTheMirroredTree() {
    Map<String, String> before = mirror.digests();

    CommandResult beyondMirror = prune("--before-index", "66908");

    assertThat(beyondMirror.status()).isEqualTo(2);
    assertThat(beyondMirror.err())
        .contains(
            "minimum index 66908 of backend",
            "is beyond the 66907 mirrored entries",
            "tiles stats");
    assertThat(prune("--before-index", "-1").status()).isEqualTo(2);
    assertThat(prune().status()).isEqualTo(2);
    assertThat(mirror.digests()).isEqualTo(before);
    assertThat(state().minimumIndex()).isZero();
  }

  @Test
  void keepsTheRightEdgeWhenAllEntriesArePruned() {
    prune("--before-index", "66907");

    Map<String, String> rest = mirror.digests();
    assertThat(rest.keySet()).contains("checkpoint", "tile/0/261.p/91", "tile/1/001.p/5");
    assertThat(rest.keySet()).contains("tile/2/000.p/1", "tile/entries/261.p/91").hasSize(5);
    assertThat(mirror.audit().isClean()).isTrue();
    log.grow(1000);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE + 1000);
    assertThat(mirror.audit().isClean()).isTrue();
  }

  @Test
  void doesNotPruneWhileAnotherProcessHoldsTheLock() throws Exception {
    Map<String, String> before = mirror.digests();
    try (LogLocks.HeldLock lock =
        mirror.store().locks().acquire(mirror.backend().origin(), Duration.ZERO)) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> pruner().begin("log"))
          .isInstanceOfSatisfying(
              AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BUSY));
    }
    assertThat(mirror.digests()).isEqualTo(before);
  }

  @Test
  void entryAgeStartsWhenItWasMirrored() {
    log.grow(1000);
    mirror.sync();
    assertThat(prune("--older-than", "1h").out()).contains("removed 0 tiles", "minimum index 0");
    mirror.execute(
        "update mirror_growth set mirrored_at = mirrored_at - interval '2h' where tree_size = "
            + SIZE);

    assertThat(prune("--older-than", "1h").out()).contains("minimum index 66,907");

    assertThat(mirror.audit().isClean()).isTrue();
    assertThat(prune("--older-than", "1h").out()).contains("removed 0 tiles");
  }

  @Test
  void removesASupersededPartialFileWithoutAMinimumIndex() throws IOException {
    Path leftover = mirror.file("tile/entries/100.p/7");
    Files.createDirectories(leftover.getParent());
    Files.write(leftover, log.entryBundle(new EntryBundle(100, 7)));

    assertThat(prune("--before-index", "0").out()).contains("removed 0 tiles and 1 entry bundle,");

    assertThat(leftover.getParent()).doesNotExist();
    assertThat(mirror.audit().isClean()).isTrue();
  }

  @Test
  void pruningAnIncompleteMirrorLeavesNoStaleRightEdge() {
    log.grow(70_000);
    mirror.close();
    mirror =
        AuditedMirror.reopen(directory, log, server, mirror.database(), new TileBudget(true, 150));
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    long covered = state().covered();
    assertThat(covered).isGreaterThan(SIZE);

    assertThat(prune("--before-index", Long.toString(covered)).status()).isZero();

    assertThat(AuditedMirror.reportedPaths(mirror.audit())).isEmpty();
    while (mirror.sync().mirroredSize() < SIZE + 70_000) {
      assertThat(AuditedMirror.reportedPaths(mirror.audit())).isEmpty();
    }
    assertThat(AuditedMirror.reportedPaths(mirror.audit())).isEmpty();
  }

  @Test
  void mirrorsAgainAfterAResetAndKeepsTheKnownLog() throws IOException {
    Map<String, String> digestsBefore = mirror.digests();
    prune("--before-index", "65837");
    Path note = Files.writeString(mirror.file("NOTES"), "not ours");
    CommandResult withoutConfirmation = runStella("tiles", "clear", "--backend", "log");
    assertThat(withoutConfirmation.status()).isEqualTo(2);
    assertThat(withoutConfirmation.err()).contains("standard input is not a terminal", "--yes");

    assertThat(runStella("tiles", "clear", "--backend", "log", "--dry-run").out())
        .contains("would remove");
    CommandResult cleared = runStella("tiles", "clear", "--backend", "log", "--yes");

    assertThat(cleared.status()).isZero();
    assertThat(cleared.out()).contains("removed", "next: stella attestor sync --full-tiles");
    assertThat(mirror.digests().keySet()).containsExactly("NOTES");
    assertThat(state().pending()).isEqualTo(log.head());
    assertThat(state().covered()).isZero();
    assertThat(state().minimumIndex()).isZero();
    Files.delete(note);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    assertThat(mirror.digests()).isEqualTo(digestsBefore);
  }

  private Pruner pruner() {
    PostgresStore store = mirror.store();
    return new Pruner(
        new BackendCatalog(List.of(mirror.backend())),
        new MirrorPruning(store.checkpoints(), store.retention(), mirror.tree()),
        store.retention(),
        store.locks(),
        Duration.ofHours(1));
  }

  private Hash leaf(long index) {
    long bundle = index / Resource.FULL;
    int width = (int) Math.min(Resource.FULL, SIZE - bundle * Resource.FULL);
    Tile tile = new Tile(0, bundle, width);
    return TileHashes.read(tile, log.tile(tile)).get((int) (index % Resource.FULL));
  }

  private CommandResult prune(String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(new String[] {"tiles", "prune", "--backend", "log"}, 0, arguments, 0, 4);
    System.arraycopy(options, 0, arguments, 4, options.length);
    return runStella(arguments);
  }

  private CommandResult runStella(String... arguments) {
    return CommandResult.runWithConfig(config, arguments);
  }

  private LogState state() {
    return mirror.store().checkpoints().find(mirror.backend().origin()).orElseThrow();
  }

  private HistoryReport history() {
    return HistoryAudit.run(mirror.store().checkpoints(), mirror.tree(), mirror.backend());
  }

  private TileHashes readTile(Tile tile) {
    return mirror.tree().tile(mirror.backend().origin(), tile).orElseThrow();
  }

  private static Set<String> difference(Set<String> paths, Set<String> removed) {
    Set<String> rest = new TreeSet<>(paths);
    rest.removeAll(removed);
    return rest;
  }

  private static boolean isWithheld(String path) {
    try {
      return new MinimumIndex(MINIMUM).withholds(Resource.parse(path));
    } catch (MalformedException e) {
      return false;
    }
  }
}
