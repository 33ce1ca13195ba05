package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.bundle.BundleContent;
import org.stellaops.attestor.bundle.ControlFile;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.FakeLogServer;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.route.BundleReport;
import org.stellaops.attestor.route.ExportRequest;
import org.stellaops.attestor.route.ImportRequest;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A bundle whose exporter had seen more of the log than it had mirrored, and says so by a note of
 * the larger tree. Nothing of that tree is in the bundle, but the log has signed the note.
 */
class PendingNoteTest {
  private static final long BROUGHT = 500;
  private static final long KNOWN = 700;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("pending.example/log").grow(BROUGHT);
  private MirrorUnderTest isolated;

  @BeforeEach
  void start() {
    isolated = MirrorUnderTest.of(directory.resolve("isolated"), log, TwoSides.NOWHERE).start();
  }

  @AfterEach
  void end() {
    isolated.close();
  }

  @Test
  void itComesAlongAndMovesNothing() {
    Path bundle = bundleWithNews(log, 200, "news.tar.gz");

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.manifest().orElseThrow().files())
        .extracting(ControlFile::path)
        .containsExactly("checkpoint", "pending");
    assertThat(report.proved().orElseThrow().announcedSize()).contains(BROUGHT + 200);
    TreeHead brought = log.head(BROUGHT);
    Standing after = isolated.standing();
    assertThat(after.pending()).isEqualTo(brought);
    assertThat(after.mirrored()).isEqualTo(brought);
    assertThat(after.history()).containsExactly(brought);
  }

  @Test
  void oneOfTheHistoryThatIsKnownIsNoNews() {
    Path bundle = bundleWithNews(log, 100, "news.tar.gz");
    log.makeGood();
    mirrorUpTo(KNOWN);
    Standing before = isolated.standing();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("older");
    assertThat(isolated.standing()).isEqualTo(before);
  }

  /** The exported tree is of the history that is known here, the one that it announces is not. */
  @ParameterizedTest
  @CsvSource({
    "200, of a size whose checkpoint is stored",
    "100, of a size that only the tiles of the larger mirror tell of",
    "12, of a size where a tile is full",
  })
  void oneOfAnotherHistoryIsEvidence(long grown, String why) {
    Path bundle = bundleWithNews(log.fork(BROUGHT), grown, "forked.tar.gz");
    mirrorUpTo(KNOWN);
    Standing before = isolated.standing();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(why).contains(Failure.SPLIT_VIEW);
    assertThat(Failure.SPLIT_VIEW.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(isolated.standing()).isEqualTo(before);
    Evidence evidence = isolated.store().evidence().all().get(0).evidence();
    assertThat(evidence.source()).endsWith("/forked.tar.gz");
    assertThat(evidence.shown().text()).contains("\n" + (BROUGHT + grown) + "\n");
    assertThatCode(() -> evidence.verify(log.identity().key())).doesNotThrowAnyException();
    assertThat(isolated.importBundle(request(bundle)).failure()).contains(Failure.QUARANTINED);
  }

  /** Whoever looks only finds the contradiction all the same. */
  @Test
  void aDryRunKeepsTheEvidenceToo() {
    Path bundle = bundleWithNews(log.fork(BROUGHT), 200, "forked.tar.gz");
    mirrorUpTo(KNOWN);

    BundleReport report = isolated.importBundle(TwoSides.dryRun(bundle));

    assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
    assertThat(isolated.store().evidence().all()).hasSize(1);
  }

  /** What is larger than all that is known can be compared with nothing, and is not believed. */
  @Test
  void oneBeyondAllThatIsKnownTellsNothing() {
    Path bundle = bundleWithNews(log.fork(BROUGHT), 300, "forked.tar.gz");
    mirrorUpTo(KNOWN);
    Standing before = isolated.standing();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(isolated.standing()).isEqualTo(before);
    assertThat(isolated.store().evidence().all()).isEmpty();
  }

  /** The isolated side takes the honest log of this size. */
  private void mirrorUpTo(long size) {
    log.grow(size - log.size());
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("honest"), log, server.url()).start()) {
      ReportAssert.assertGood(mirror.sync());
      Path bundle =
          mirror.export(TwoSides.everything(directory.resolve("honest.tar.gz"))).get(0).file();
      assertThat(isolated.importBundle(request(bundle)).failure()).isEmpty();
    }
  }

  /** The exporter mirrors what there is, sees the log grow, and cannot get one of the new files. */
  private Path bundleWithNews(FakeLog shown, long grown, String name) {
    try (FakeLogServer server = FakeLogServer.start(shown);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("exporter"), shown, server.url()).start()) {
      ReportAssert.assertGood(mirror.sync());
      shown.grow(grown).withhold(EntryBundle.full(1));
      ReportAssert.assertFailed(mirror.sync(), Failure.NETWORK);
      ExportRequest request =
          new ExportRequest(
              TestConfiguration.BACKEND,
              directory.resolve(name),
              BundleContent.ENTRIES,
              false,
              OptionalLong.empty(),
              Optional.empty(),
              0,
              Optional.empty());
      return mirror.export(request).get(0).file();
    }
  }

  private static ImportRequest request(Path bundle) {
    return new ImportRequest(bundle, false, false);
  }
}
