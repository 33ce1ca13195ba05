package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.RequestLog;
import org.stellaops.attestor.mirror.AuditReport;
import org.stellaops.attestor.mirror.Damage;
import org.stellaops.attestor.mirror.Fault;
import org.stellaops.attestor.mirror.LogLocks;
import org.stellaops.attestor.mirror.Stray;
import org.stellaops.attestor.route.RepairReport;
import org.stellaops.attestor.route.TileBudget;
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
  private Map<String, String> whole;

  @BeforeEach
  void mirrorIt() {
    server = FakeLogServer.start(log);
    mirror = AuditedMirror.of(directory, log, server);
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    whole = mirror.digests();
    server.requests().forget();
  }

  @AfterEach
  void stop() {
    mirror.close();
    server.close();
  }

  @Test
  void nothingIsWrongWithAFreshMirror() {
    AuditReport report = mirror.audit();

    assertThat(AuditedMirror.named(report)).isEmpty();
    assertThat(report.good()).isTrue();
    assertThat(report.covered()).isEqualTo(SIZE);
  }

  @Test
  void everyFaultHasItsWordAndNeighboursAreOneRange() throws IOException {
    Files.delete(mirror.file(EntryBundle.full(3)));
    Files.delete(mirror.file(EntryBundle.full(4)));
    Files.delete(mirror.file(EntryBundle.full(5)));
    cut(Tile.full(0, 7), 8191);
    cut(EntryBundle.full(9), 0);
    flip(EntryBundle.full(11), 700);

    assertThat(mirror.audit().damages())
        .containsExactly(
            new Damage(Fault.WRONG_LENGTH, Tile.full(0, 7), 1),
            new Damage(Fault.MISSING, EntryBundle.full(3), 3),
            new Damage(Fault.WRONG_LENGTH, EntryBundle.full(9), 1),
            new Damage(Fault.MISMATCH, EntryBundle.full(11), 1));

    assertHealedWithRequestsFor(
        EntryBundle.full(3),
        EntryBundle.full(4),
        EntryBundle.full(5),
        EntryBundle.full(9),
        EntryBundle.full(11));
  }

  @Test
  void aLevel0TileFollowsFromItsBundleWithoutARequest() throws IOException {
    flip(Tile.full(0, 100), 31);
    Files.delete(mirror.file(Tile.full(0, 101)));

    assertNamed(Tile.full(0, 100), Tile.full(0, 101));
    assertHealedWithRequestsFor();
  }

  @Test
  void aBadUpperTileDoesNotMakeWhatIsUnderItBad() throws IOException {
    flip(Tile.full(1, 0), 5000);
    flip(EntryBundle.full(2), 99);

    assertNamed(Tile.full(1, 0), EntryBundle.full(2));
    assertHealedWithRequestsFor(EntryBundle.full(2));
  }

  @Test
  void aMissingUpperTileIsComputedFromWhatIsUnderIt() throws IOException {
    Files.delete(mirror.file(Tile.full(1, 0)));

    assertNamed(Tile.full(1, 0));
    assertHealedWithRequestsFor();
  }

  @Test
  void anUpperTileAndATileUnderItThatAreBadAtTheSamePlaceAreBothToldByTheBundle()
      throws IOException {
    flip(Tile.full(1, 0), 32 * 6);
    flip(Tile.full(0, 6), 0);

    assertNamed(Tile.full(1, 0), Tile.full(0, 6));
    assertHealedWithRequestsFor();
  }

  @Test
  void aBadRightEdgeIsComputedFromWhatIsUnderIt() throws IOException {
    flip(new Tile(2, 0, 1), 3);
    flip(new Tile(1, 1, 3), 40);
    Files.delete(mirror.file(new Tile(0, 259, 3)));

    assertNamed(new Tile(2, 0, 1), new Tile(1, 1, 3), new Tile(0, 259, 3));
    assertHealedWithRequestsFor();
  }

  @Test
  void aRightEdgeThatNothingOnDiskGivesIsFetched() throws IOException {
    flip(new Tile(0, 259, 3), 3);
    flip(new EntryBundle(259, 3), 3);

    assertNamed(new Tile(0, 259, 3), new EntryBundle(259, 3));
    assertHealedWithRequestsFor(
        new Tile(2, 0, 1), new Tile(1, 1, 3), new Tile(0, 259, 3), new EntryBundle(259, 3));
  }

  @Test
  void aForgeryThatIsConsistentUpToALevel1TileIsFoundByItsParent() throws IOException {
    FakeLog forged = FakeLog.named("worn.example/log").entries(i -> new byte[] {7}).grow(SIZE);
    for (int index = 0; index < Resource.FULL; index++) {
      Files.write(mirror.file(EntryBundle.full(index)), forged.bundle(EntryBundle.full(index)));
      Files.write(mirror.file(Tile.full(0, index)), forged.tile(Tile.full(0, index)));
    }
    Files.write(mirror.file(Tile.full(1, 0)), forged.tile(Tile.full(1, 0)));

    assertThat(AuditedMirror.named(mirror.audit())).contains(Tile.full(1, 0).path());
    heal();
  }

  @Test
  void aPublishedCheckpointThatIsNotTheMirroredOneIsReplaced() throws IOException {
    Files.write(mirror.file("checkpoint"), log.checkpoint(300));
    assertThat(mirror.audit().published()).hasValueSatisfying(what -> what.contains("size 300"));
    assertHealedWithRequestsFor();

    flipFile(mirror.file("checkpoint"), 60);
    assertThat(mirror.audit().published()).hasValueSatisfying(what -> what.contains("refused"));
    assertHealedWithRequestsFor();

    Files.delete(mirror.file("checkpoint"));
    assertThat(mirror.audit().published()).contains("is missing");
    assertHealedWithRequestsFor();
  }

  @Test
  void filesThatDoNotBelongAreNamedAndOnlyLeftoversAreRemoved() throws IOException {
    Path temporary = stray("tile/0/.tmp-0A1B2C", Duration.ofHours(1));
    Path superseded = stray("tile/0/259.p/2", Duration.ZERO);
    Path unknown = stray("tile/0/index.html", Duration.ZERO);
    Path beyond = stray("tile/0/x009/999", Duration.ZERO);

    assertThat(mirror.audit().strays())
        .containsExactlyInAnyOrder(
            new Stray("tile/0/.tmp-0A1B2C", Stray.Reason.TEMPORARY),
            new Stray("tile/0/259.p/2", Stray.Reason.SUPERSEDED),
            new Stray("tile/0/index.html", Stray.Reason.UNKNOWN),
            new Stray("tile/0/x009/999", Stray.Reason.BEYOND_LOG));
    assertThat(List.of(temporary, superseded, unknown, beyond)).allMatch(Files::exists);

    mirror.repair(mirror.audit());

    assertThat(List.of(temporary, superseded)).noneMatch(Files::exists);
    assertThat(List.of(unknown, beyond)).allMatch(Files::exists);
  }

  @Test
  void aFileThatIsBeingWrittenIsNoLeftover() throws IOException {
    stray("tile/0/.tmp-0A1B2C", Duration.ZERO);

    assertThat(mirror.audit().good()).isTrue();
  }

  @Test
  void aServerThatServesBadTilesDuringARepairChangesNothing() throws IOException {
    flip(EntryBundle.full(17), 5);
    Map<String, String> damaged = mirror.digests();
    log.tamper(EntryBundle.full(17));

    RepairReport report = mirror.repair(mirror.audit());

    assertThat(report.failure()).contains(Failure.BAD_TILE);
    assertThat(mirror.digests()).isEqualTo(damaged);
    assertThat(asked()).containsExactly(EntryBundle.full(17).path(), EntryBundle.full(17).path());
    assertThat(server.requests().pastCaches()).containsExactly(EntryBundle.full(17).path());
    log.makeGood();
    server.requests().forget();
    assertHealedWithRequestsFor(EntryBundle.full(17));
  }

  @Test
  void whileAnotherProcessWorksOnTheLogNothingIsRepaired() throws IOException {
    flip(EntryBundle.full(17), 5);
    AuditReport found = mirror.audit();
    Map<String, String> damaged = mirror.digests();
    try (LogLocks.Held held =
        mirror.store().locks().acquire(mirror.backend().origin(), Duration.ZERO)) {
      assertThat(held.valid()).isTrue();
      assertThat(mirror.repair(found).failure()).contains(Failure.BUSY);
    }
    assertThat(mirror.digests()).isEqualTo(damaged);
    assertHealedWithRequestsFor(EntryBundle.full(17));
  }

  @Test
  void aCycleAfterARepairFindsTheLockFree() throws IOException {
    flip(EntryBundle.full(17), 5);
    mirror.repair(mirror.audit());
    log.grow(1000);

    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE + 1000);
    assertThat(mirror.audit().good()).isTrue();
  }

  @Test
  void whatIsCoveredBeyondTheMirroredTreeIsAuditedToo() throws IOException {
    log.grow(100_000);
    mirror.close();
    mirror =
        AuditedMirror.resumed(directory, log, server, mirror.database(), new TileBudget(true, 300));
    assertThat(mirror.sync().mirroredSize()).isEqualTo(SIZE);
    assertThat(mirror.audit().good()).isTrue();

    flip(EntryBundle.full(400), 77);
    flip(new Tile(1, 2, 137), 77);

    assertNamed(EntryBundle.full(400), new Tile(1, 2, 137));
    server.requests().forget();
    heal();
    assertThat(asked()).containsExactly(EntryBundle.full(400).path());
    while (mirror.sync().mirroredSize() < SIZE + 100_000) {
      assertThat(mirror.audit().good()).isTrue();
    }
    assertThat(mirror.audit().good()).isTrue();
  }

  private void assertNamed(Resource... resources) {
    assertThat(AuditedMirror.named(mirror.audit()))
        .containsExactlyInAnyOrder(
            List.of(resources).stream().map(Resource::path).toArray(String[]::new));
  }

  private void assertHealedWithRequestsFor(Resource... resources) {
    heal();
    assertThat(mirror.digests()).isEqualTo(whole);
    assertThat(asked())
        .containsExactlyInAnyOrder(
            List.of(resources).stream().map(Resource::path).toArray(String[]::new));
  }

  /** What was hidden by a bad parent shows once the parent is good. */
  private void heal() {
    AuditReport found = mirror.audit();
    while (!found.good()) {
      assertThat(mirror.repair(found).message()).isEmpty();
      AuditReport next = mirror.audit();
      assertThat(next).isNotEqualTo(found);
      found = next;
    }
  }

  private List<String> asked() {
    return server.requests().all().stream().map(RequestLog.Request::path).toList();
  }

  private Path stray(String path, Duration age) throws IOException {
    Path file = mirror.file(path);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[64]);
    Instant modified = Files.getLastModifiedTime(file).toInstant().minus(age);
    Files.setLastModifiedTime(file, FileTime.from(modified));
    return file;
  }

  private void cut(Resource resource, int length) throws IOException {
    byte[] content = Files.readAllBytes(mirror.file(resource));
    Files.write(mirror.file(resource), Arrays.copyOf(content, length));
  }

  private void flip(Resource resource, int at) throws IOException {
    flipFile(mirror.file(resource), at);
  }

  private static void flipFile(Path file, int at) throws IOException {
    byte[] content = Files.readAllBytes(file);
    content[at] ^= 0x10;
    Files.write(file, content);
  }
}
