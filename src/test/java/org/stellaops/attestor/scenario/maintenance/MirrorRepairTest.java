package org.stellaops.attestor.scenario.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.MirrorLayout.NamedFile;
import org.stellaops.attestor.mirror.audit.AuditReport;
import org.stellaops.attestor.mirror.audit.DamagedRange;
import org.stellaops.attestor.mirror.audit.FileFault;
import org.stellaops.attestor.mirror.audit.UnexpectedFile;
import org.stellaops.attestor.mirror.store.LogLocks;
import org.stellaops.attestor.route.maintenance.RepairReport;
import org.stellaops.attestor.route.sync.TileBudget;
import org.stellaops.attestor.scenario.support.AuditedMirror;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.RequestLog;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** What can happen to the files of a mirror, what an audit says to it, and what a repair does. */
class MirrorRepairTest {
  /** Level 0 has 259 full tiles and three hashes, level 1 a full tile and three, level 2 one. */
  private static final long SIZE = 66_307;

  @TempDir private Path directory;

  private final FakeLog log = FakeLog.named("worn.example/log").grow(SIZE);
  private FakeLogServer server;
  private AuditedMirror mirror;
  private Map<String, String> intactDigests;

  @BeforeEach
  void startAndSync() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    intactDigests = mirror.digests();
    server.requests().clear();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void reportsNothingForAFreshMirror() {
    AuditReport report = mirror.audit();

    assertThat(AuditedMirror.reportedPaths(report)).isEmpty();
    assertThat(report.isClean()).isTrue();
    assertThat(report.auditedEntries()).isEqualTo(SIZE);
  }

  @Test
  void classifiesEveryFaultAndMergesNeighborsIntoRanges() throws IOException {
    Files.delete(mirror.file(EntryBundle.full(3)));
    Files.delete(mirror.file(EntryBundle.full(4)));
    Files.delete(mirror.file(EntryBundle.full(5)));
    truncate(Tile.full(0, 7), 8191);
    truncate(EntryBundle.full(9), 0);
    flip(EntryBundle.full(11), 700);

    assertThat(mirror.audit().damagedRanges())
        .containsExactly(
            new DamagedRange(FileFault.WRONG_LENGTH, Tile.full(0, 7), 1),
            new DamagedRange(FileFault.MISSING, EntryBundle.full(3), 3),
            new DamagedRange(FileFault.WRONG_LENGTH, EntryBundle.full(9), 1),
            new DamagedRange(FileFault.MISMATCH, EntryBundle.full(11), 1));

    assertRepairedWithRequestsFor(
        EntryBundle.full(3),
        EntryBundle.full(4),
        EntryBundle.full(5),
        EntryBundle.full(9),
        EntryBundle.full(11));
  }

  @Test
  void rebuildsALevelZeroTileFromItsEntryBundleWithoutARequest() throws IOException {
    flip(Tile.full(0, 100), 31);
    Files.delete(mirror.file(Tile.full(0, 101)));

    assertReported(Tile.full(0, 100), Tile.full(0, 101));
    assertRepairedWithRequestsFor();
  }

  @Test
  void badUpperTileDoesNotInvalidateTheTilesBelowIt() throws IOException {
    flip(Tile.full(1, 0), 5000);
    flip(EntryBundle.full(2), 99);

    assertReported(Tile.full(1, 0), EntryBundle.full(2));
    assertRepairedWithRequestsFor(EntryBundle.full(2));
  }

  @Test
  void computesAMissingUpperTileFromTheTilesBelowIt() throws IOException {
    Files.delete(mirror.file(Tile.full(1, 0)));

    assertReported(Tile.full(1, 0));
    assertRepairedWithRequestsFor();
  }

  @Test
  void detectsAParentAndChildTileDamagedAtTheSameHashByTheEntryBundle() throws IOException {
    flip(Tile.full(1, 0), 32 * 6);
    flip(Tile.full(0, 6), 0);

    assertReported(Tile.full(1, 0), Tile.full(0, 6));
    assertRepairedWithRequestsFor();
  }

  @Test
  void computesABadRightEdgeFromTheTilesBelowIt() throws IOException {
    flip(new Tile(2, 0, 1), 3);
    flip(new Tile(1, 1, 3), 40);
    Files.delete(mirror.file(new Tile(0, 259, 3)));

    assertReported(new Tile(2, 0, 1), new Tile(1, 1, 3), new Tile(0, 259, 3));
    assertRepairedWithRequestsFor();
  }

  @Test
  void fetchesARightEdgeThatCannotBeComputed() throws IOException {
    flip(new Tile(0, 259, 3), 3);
    flip(new EntryBundle(259, 3), 3);

    assertReported(new Tile(0, 259, 3), new EntryBundle(259, 3));
    assertRepairedWithRequestsFor(
        new Tile(2, 0, 1), new Tile(1, 1, 3), new Tile(0, 259, 3), new EntryBundle(259, 3));
  }

  @Test
  void detectsAForgeryThatIsConsistentUpToALevelOneTile() throws IOException {
    FakeLog forged = FakeLog.named("worn.example/log").withEntries(i -> new byte[] {7}).grow(SIZE);
    for (int index = 0; index < Resource.FULL; index++) {
      Files.write(
          mirror.file(EntryBundle.full(index)), forged.entryBundle(EntryBundle.full(index)));
      Files.write(mirror.file(Tile.full(0, index)), forged.tile(Tile.full(0, index)));
    }
    Files.write(mirror.file(Tile.full(1, 0)), forged.tile(Tile.full(1, 0)));

    assertThat(AuditedMirror.reportedPaths(mirror.audit())).contains(Tile.full(1, 0).path());
    repair();
  }

  @Test
  void replacesAPublishedCheckpointThatIsNotTheMirroredOne() throws IOException {
    Files.write(mirror.file("checkpoint"), log.checkpoint(300));
    assertThat(mirror.audit().fileProblems().get(NamedFile.CHECKPOINT)).contains("size 300");
    assertRepairedWithRequestsFor();

    flipFile(mirror.file("checkpoint"), 60);
    assertThat(mirror.audit().fileProblems().get(NamedFile.CHECKPOINT)).contains("is rejected: ");
    assertRepairedWithRequestsFor();

    Files.delete(mirror.file("checkpoint"));
    assertThat(mirror.audit().fileProblems()).isEqualTo(Map.of(NamedFile.CHECKPOINT, "is missing"));
    assertRepairedWithRequestsFor();
  }

  @Test
  void reportsUnexpectedFilesAndRemovesOnlyLeftovers() throws IOException {
    Path temporary = createUnexpectedFile("tile/0/.tmp-0A1B2C", Duration.ofHours(1));
    Path superseded = createUnexpectedFile("tile/0/259.p/2", Duration.ZERO);
    Path unknown = createUnexpectedFile("tile/0/index.html", Duration.ZERO);
    Path beyond = createUnexpectedFile("tile/0/x009/999", Duration.ZERO);

    assertThat(mirror.audit().unexpectedFiles())
        .containsExactlyInAnyOrder(
            new UnexpectedFile("tile/0/.tmp-0A1B2C", UnexpectedFile.Reason.TEMPORARY),
            new UnexpectedFile("tile/0/259.p/2", UnexpectedFile.Reason.SUPERSEDED),
            new UnexpectedFile("tile/0/index.html", UnexpectedFile.Reason.UNKNOWN),
            new UnexpectedFile("tile/0/x009/999", UnexpectedFile.Reason.BEYOND_LOG));
    assertThat(List.of(temporary, superseded, unknown, beyond)).allMatch(Files::exists);

    mirror.repair(mirror.audit());

    assertThat(List.of(temporary, superseded)).noneMatch(Files::exists);
    assertThat(List.of(unknown, beyond)).allMatch(Files::exists);
  }

  @Test
  void doesNotTreatAFileBeingWrittenAsALeftover() throws IOException {
    createUnexpectedFile("tile/0/.tmp-0A1B2C", Duration.ZERO);

    assertThat(mirror.audit().isClean()).isTrue();
  }

  @Test
  void badTilesFromTheServerDuringARepairChangeNothing() throws IOException {
    flip(EntryBundle.full(17), 5);
    Map<String, String> damaged = mirror.digests();
    log.tamper(EntryBundle.full(17));

    RepairReport report = mirror.repair(mirror.audit());

    assertThat(report.failure()).contains(Failure.BAD_TILE);
    assertThat(mirror.digests()).isEqualTo(damaged);
    assertThat(requestedPaths())
        .containsExactly(EntryBundle.full(17).path(), EntryBundle.full(17).path());
    assertThat(server.requests().noCachePaths()).containsExactly(EntryBundle.full(17).path());
    log.stopTampering();
    server.requests().clear();
    assertRepairedWithRequestsFor(EntryBundle.full(17));
  }

  @Test
  void doesNotRepairWhileAnotherProcessHoldsTheLock() throws IOException {
    flip(EntryBundle.full(17), 5);
    AuditReport found = mirror.audit();
    Map<String, String> damaged = mirror.digests();
    try (LogLocks.HeldLock held =
        mirror.store().locks().acquire(mirror.backend().origin(), Duration.ZERO)) {
      assertThat(held.isValid()).isTrue();
      assertThat(mirror.repair(found).failure()).contains(Failure.BUSY);
    }
    assertThat(mirror.digests()).isEqualTo(damaged);
    assertRepairedWithRequestsFor(EntryBundle.full(17));
  }

  @Test
  void releasesTheLockAfterARepair() throws IOException {
    flip(EntryBundle.full(17), 5);
    mirror.repair(mirror.audit());
    log.grow(1000);

    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE + 1000);
    assertThat(mirror.audit().isClean()).isTrue();
  }

  @Test
  void auditsFilesCoveredBeyondTheMirroredTree() throws IOException {
    log.grow(100_000);
    mirror.close();
    mirror =
        AuditedMirror.reopen(directory, log, server, mirror.database(), new TileBudget(true, 300));
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    assertThat(mirror.audit().isClean()).isTrue();

    flip(EntryBundle.full(400), 77);
    flip(new Tile(1, 2, 137), 77);

    assertReported(EntryBundle.full(400), new Tile(1, 2, 137));
    server.requests().clear();
    repair();
    assertThat(requestedPaths()).containsExactly(EntryBundle.full(400).path());
    while (mirror.sync().mirroredSize() < SIZE + 100_000) {
      assertThat(mirror.audit().isClean()).isTrue();
    }
    assertThat(mirror.audit().isClean()).isTrue();
  }

  private void assertReported(Resource... resources) {
    assertThat(AuditedMirror.reportedPaths(mirror.audit()))
        .containsExactlyInAnyOrder(
            List.of(resources).stream().map(Resource::path).toArray(String[]::new));
  }

  private void assertRepairedWithRequestsFor(Resource... resources) {
    repair();
    assertThat(mirror.digests()).isEqualTo(intactDigests);
    assertThat(requestedPaths())
        .containsExactlyInAnyOrder(
            List.of(resources).stream().map(Resource::path).toArray(String[]::new));
  }

  /** What was hidden by a bad parent shows once the parent is good. */
  private void repair() {
    AuditReport found = mirror.audit();
    while (!found.isClean()) {
      assertThat(mirror.repair(found).message()).isEmpty();
      AuditReport next = mirror.audit();
      assertThat(next).isNotEqualTo(found);
      found = next;
    }
  }

  private List<String> requestedPaths() {
    return server.requests().all().stream().map(RequestLog.Request::path).toList();
  }

  private Path createUnexpectedFile(String path, Duration age) throws IOException {
    Path file = mirror.file(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[64]);
    Instant modified = Files.getLastModifiedTime(file).toInstant().minus(age);
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  private void truncate(Resource resource, int length) throws IOException {
    byte[] content = Files.readAllBytes(mirror.file(resource));
    Files.write(mirror.file(resource), Arrays.copyOf(content, length));
  }

  private void flip(Resource resource, int offset) throws IOException {
    flipFile(mirror.file(resource), offset);
  }

  private static void flipFile(Path file, int offset) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[offset] ^= 0x10;
    Files.write(file, content);
  }
}
