package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.fakelog.RandomEntries;
import org.stellaops.attestor.note.NoteSigner;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.EntryBundle;

/** What becomes of logs: they begin empty, stay small, grow, freeze, and have replicas that lag. */
class LogLifeTest {
  private static final String ORIGIN = "life.example/log";

  @TempDir private static Path directory;
  private static FakeLogServer server;
  private static MirrorUnderTest mirror;
  private FakeLog log;

  @BeforeAll
  static void follow() {
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
  void startAfresh() {
    mirror.forget();
    log = FakeLog.named(ORIGIN);
    server.serve(log).noTrouble();
  }

  @Test
  void emptyLogIsMirroredAsItIsAndMayGrow() {
    assertGood(mirror.sync());
    assertMirrored(log);
    assertThat(mirror.files()).containsOnlyKeys("checkpoint");

    log.grow(10);
    assertGood(mirror.sync());
    assertMirrored(log);
  }

  @Test
  void logWithTenEntriesIsNothingSpecial() {
    log.grow(10);
    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.tally().tiles()).isEqualTo(1);
    assertThat(report.tally().entryBundles()).isEqualTo(1);
    assertMirrored(log);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 10, 256, 700})
  void unchangedLogCostsOneRequest(long size) {
    log.grow(size);
    assertGood(mirror.sync());
    Standing before = mirror.standing();
    server.requests().forget();

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("unchanged");
    assertThat(server.requests().total()).isEqualTo(1);
    assertThat(mirror.standing()).isEqualTo(before);
  }

  @Test
  void frozenLogIsSaidToBeFrozenAndNothingElse() {
    log.grow(300);
    assertGood(mirror.sync());
    Standing before = mirror.standing();
    assertThat(mirror.state().orElseThrow().frozen()).isFalse();
    log.freeze();

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(report.outcome()).isEqualTo("unchanged");
    assertThat(mirror.state().orElseThrow().frozen()).isTrue();
    assertThat(mirror.state().orElseThrow().pending()).isEqualTo(before.pending());
    assertThat(mirror.standing().history()).isEqualTo(before.history());
    assertMirrored(log);
  }

  @Test
  void logThatIsFrozenAtFirstContactIsMirrored() {
    log.grow(300).freeze();

    assertGood(mirror.sync());

    assertThat(mirror.state().orElseThrow().frozen()).isTrue();
    assertMirrored(log);
  }

  @Test
  void newNoteOfTheSameHeadReplacesThePublishedOne() {
    log.grow(300);
    assertGood(mirror.sync());
    log.serveCheckpoint(log.checkpoint(300, "another extension"));

    assertGood(mirror.sync());

    assertMirrored(log);
    assertThat(mirror.standing().history()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"700, 300", "700, 699", "700, 512", "700, 1", "700, 0", "66000, 300"})
  void replicaThatLagsIsReportedAndMovesNothing(long size, long stale) {
    log.grow(size);
    assertGood(mirror.sync());
    Standing before = mirror.standing();
    log.rollBack(stale);

    CycleReport report = mirror.sync();

    assertThat(report.failure()).contains(Failure.STALE_REPLICA);
    assertThat(Failure.STALE_REPLICA.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(report.message()).contains(Long.toString(stale));
    assertThat(mirror.standing()).isEqualTo(before);
  }

  @Test
  void replicaThatLacksTheNewFilesIsStaleTooAndNoTrouble() {
    log.grow(300);
    FakeLog replica = FakeLog.named(ORIGIN).grow(300);
    log.grow(400);
    assertGood(mirror.sync());
    Standing before = mirror.standing();
    server.serve(replica);

    assertThat(mirror.sync().failure()).contains(Failure.STALE_REPLICA);

    assertThat(mirror.standing()).isEqualTo(before);
    server.serve(log);
    assertGood(mirror.sync());
  }

  @Test
  void replicaThatLagsWhileFilesAreMissingDoesNotCountAsSuccess() {
    log.grow(300);
    assertGood(mirror.sync());
    log.grow(400).tamper(EntryBundle.full(1));
    assertFailed(mirror.sync(), Failure.BAD_TILE);
    assertThat(mirror.state().orElseThrow().pending().size()).isEqualTo(700);
    log.makeGood().rollBack(300);

    assertThat(mirror.sync().failure()).contains(Failure.STALE_REPLICA);

    server.serve(FakeLog.named(ORIGIN).grow(700));
    assertGood(mirror.sync());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 65_535})
  void entriesOfAnyLengthAreMirrored(int length) {
    log = FakeLog.named(ORIGIN).entries(new RandomEntries(length)).grow(300);
    server.serve(log);

    assertGood(mirror.sync());

    assertMirrored(log);
  }

  @ParameterizedTest
  @CsvSource({"EC, 256", "EC, 384", "RSA, 2048"})
  void logMayHaveAKeyOfAnyKindAndName(String algorithm, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    FakeLog other =
        FakeLog.signedBy(ORIGIN, NoteSigner.of("key-of-its-own", generator.generateKeyPair()))
            .grow(10);
    Path apart = directory.resolve(algorithm + bits);
    try (FakeLogServer otherServer = FakeLogServer.start(other);
        MirrorUnderTest otherMirror = MirrorUnderTest.of(apart, other, otherServer.url()).start()) {
      assertGood(otherMirror.sync());

      assertThat(otherMirror.files())
          .containsExactlyInAnyOrderEntriesOf(
              MirrorUnderTest.filesOf(other, apart.resolve("expected")));
    }
  }

  @Test
  void cycleCostsWhatIsNewAndNotWhatIsThere() {
    log.grow(300_000);
    assertGood(mirror.sync());
    server.requests().forget();
    log.grow(1000);

    CycleReport report = mirror.sync();

    assertGood(report);
    assertThat(server.requests().total()).isLessThanOrEqualTo(20);
    assertThat(report.tally().requests()).isEqualTo(server.requests().total());
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
  }

  @Test
  void logThatOvertakesUsWhileWeFetchIsMirroredAsItWas() {
    log.grow(300);
    FakeLog asItWas = FakeLog.named(ORIGIN).grow(300);
    server.trouble(
        "tile/entries/000",
        1,
        good -> {
          log.grow(500).collectGarbage();
          return good;
        });

    assertGood(mirror.sync());

    assertMirrored(asItWas);
    assertGood(mirror.sync());
    assertMirrored(log);
  }

  private static void assertMirrored(FakeLog log) {
    Map<String, String> expected = MirrorUnderTest.filesOf(log, directory.resolve("expected"));
    assertThat(mirror.files()).containsExactlyInAnyOrderEntriesOf(expected);
    assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    assertThat(Files.exists(mirror.directory())).isTrue();
  }
}
