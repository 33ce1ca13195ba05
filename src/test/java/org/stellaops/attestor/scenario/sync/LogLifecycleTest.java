package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.testlog.RandomEntries;
import org.stellaops.attestor.tlog.EntryBundle;

/** What becomes of logs: they begin empty, stay small, grow, freeze, and have replicas that lag. */
class LogLifecycleTest {
  private static final String ORIGIN = "life.example/log";

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private FakeLog log;

  @BeforeAll
  static void startMirror() {
    FakeLog empty = FakeLog.named(ORIGIN);
    server = FakeLogServer.start(empty);
    mirror =
        MirrorUnderTest.of(directory, empty, server.url()).backend("type", "tlog-tiles").start();
  }

  @AfterAll
  static void stop() {
    mirror.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    mirror.reset();
    log = FakeLog.named(ORIGIN);
    server.serve(log).clearFaults();
  }

  @Test
  void mirrorsAnEmptyLogAndFollowsItsGrowth() {
    assertGood(mirror.sync());
    assertMirrored(log);
    assertThat(mirror.files()).containsOnlyKeys("checkpoint");

    log.grow(10);
    assertGood(mirror.sync());
    assertMirrored(log);
  }

  @Test
  void mirrorsALogWithTenEntries() {
    log.grow(10);
    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.counters().tiles()).isEqualTo(1);
    assertThat(report.counters().entryBundles()).isEqualTo(1);
    assertMirrored(log);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 256, 700})
  void sendsOneRequestForAnUnchangedLog(long size) {
    log.grow(size);
    assertGood(mirror.sync());
    MirrorSnapshot before = mirror.snapshot();
    server.requests().clear();

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("unchanged");
    assertThat(server.requests().count()).isEqualTo(1);
    assertThat(mirror.snapshot()).isEqualTo(before);
  }

  @Test
  void marksAFrozenLogAndChangesNothingElse() {
    log.grow(300);
    assertGood(mirror.sync());
    MirrorSnapshot before = mirror.snapshot();
    assertThat(mirror.state().orElseThrow().frozen()).isFalse();
    log.freeze();

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("unchanged");
    assertThat(mirror.state().orElseThrow().frozen()).isTrue();
    assertThat(mirror.state().orElseThrow().pending()).isEqualTo(before.pending());
    assertThat(mirror.snapshot().history()).isEqualTo(before.history());
    assertMirrored(log);
  }

  @Test
  void mirrorsALogThatIsFrozenAtFirstContact() {
    log.grow(300).freeze();

    assertGood(mirror.sync());

    assertThat(mirror.state().orElseThrow().frozen()).isTrue();
    assertMirrored(log);
  }

  @Test
  void publishesANewNoteOfTheSameHead() {
    log.grow(300);
    assertGood(mirror.sync());
    log.serveCheckpoint(log.checkpoint(300, "another extension"));

    assertGood(mirror.sync());

    assertMirrored(log);
    assertThat(mirror.snapshot().history()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"700, 300", "700, 699", "700, 512", "700, 1", "700, 0", "66000, 300"})
  void reportsALaggingReplicaAndChangesNothing(long size, long stale) {
    log.grow(size);
    assertGood(mirror.sync());
    MirrorSnapshot before = mirror.snapshot();
    log.rollBack(stale);

    CycleReport report = mirror.sync();

    assertThat(report.failure()).contains(Failure.STALE_REPLICA);
    assertThat(Failure.STALE_REPLICA.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains(Long.toString(stale));
    assertThat(mirror.snapshot()).isEqualTo(before);
  }

  @Test
  void reportsAReplicaWithoutTheNewFilesAsStale() {
    log.grow(300);
    FakeLog replica = FakeLog.named(ORIGIN).grow(300);
    log.grow(400);
    assertGood(mirror.sync());
    MirrorSnapshot before = mirror.snapshot();
    server.serve(replica);

    assertThat(mirror.sync().failure()).contains(Failure.STALE_REPLICA);

    assertThat(mirror.snapshot()).isEqualTo(before);
    server.serve(log);
    assertGood(mirror.sync());
  }

  @Test
  void doesNotCountALaggingReplicaAsSuccessWhileFilesAreMissing() {
    log.grow(300);
    assertGood(mirror.sync());
    log.grow(400).tamper(EntryBundle.full(1));
    assertFailed(mirror.sync(), Failure.BAD_TILE);
    assertThat(mirror.state().orElseThrow().pending().size()).isEqualTo(700);
    log.stopTampering().rollBack(300);

    assertThat(mirror.sync().failure()).contains(Failure.STALE_REPLICA);

    server.serve(FakeLog.named(ORIGIN).grow(700));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 65_535})
  void mirrorsEntriesOfAnyLength(int length) {
    log = FakeLog.named(ORIGIN).withEntries(new RandomEntries(length)).grow(300);
    server.serve(log);

    assertGood(mirror.sync());

    assertMirrored(log);
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 384", "RSA, 2048"})
  void mirrorsLogsWithAnyKeyTypeAndName(String algorithm, int bits)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    FakeLog other =
        FakeLog.signedBy(ORIGIN, NoteSigner.of("key-of-its-own", generator.generateKeyPair()))
            .grow(10);
    Path otherDirectory = directory.resolve(algorithm + bits);
    try (FakeLogServer otherServer = FakeLogServer.start(other);
        MirrorUnderTest otherMirror =
            MirrorUnderTest.of(otherDirectory, other, otherServer.url()).start()) {
      assertGood(otherMirror.sync());

      assertThat(otherMirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.expectedFiles(other, otherDirectory.resolve("expected")));
    }
  }

  @Test
  void requestCountDependsOnGrowthAndNotOnLogSize() {
    log.grow(300_000);
    assertGood(mirror.sync());
    server.requests().clear();
    log.grow(1000);

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(server.requests().count()).isLessThanOrEqualTo(20);
    assertThat(report.counters().requests()).isEqualTo(server.requests().count());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  @Test
  void mirrorsTheFetchedCheckpointWhenTheLogGrowsMeanwhile() {
    log.grow(300);
    FakeLog logBefore = FakeLog.named(ORIGIN).grow(300);
    server.injectFault(
        "tile/entries/000",
        1,
        good -> {
          log.grow(500).collectGarbage();
          return good;
        });

    assertGood(mirror.sync());

    assertMirrored(logBefore);
    assertGood(mirror.sync());
    assertMirrored(log);
  }

  private static void assertMirrored(FakeLog log) {
    Map<String, String> expected =
        MirrorUnderTest.expectedFiles(log, directory.resolve("expected"));
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(Files.exists(mirror.directory())).isTrue();
  }
}
