package org.stellaops.attestor.scenario.airgap;

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
import org.stellaops.attestor.bundle.format.BundleContent;
import org.stellaops.attestor.bundle.format.MetadataFile;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Evidence;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.route.airgap.ExportRequest;
import org.stellaops.attestor.route.airgap.ImportRequest;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.scenario.support.TestConfiguration;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeLogServer;
import org.stellaops.attestor.tlog.EntryBundle;
import org.stellaops.attestor.tlog.TreeHead;

/**
 * A bundle whose exporter had seen more of the log than it had mirrored, and says so by a note of
 * the larger tree. Nothing of that tree is in the bundle, but the log has signed the note.
 */
class PendingCheckpointInBundleTest {
  private static final long EXPORTED_SIZE = 500;
  private static final long KNOWN_SIZE = 700;

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named("pending.example/log").grow(EXPORTED_SIZE);
  private MirrorUnderTest isolated;

  @BeforeEach
  void start() {
    isolated =
        MirrorUnderTest.of(directory.resolve("isolated"), log, AirGapFixture.UNREACHABLE).start();
  }

  @AfterEach
  void stop() {
    isolated.close();
  }

  @Test
  void transfersThePendingCheckpointWithoutMovingAnyHead() {
    Path bundle = bundleWithPendingCheckpoint(log, 200, "news.tar.gz");

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("first_contact");
    assertThat(report.manifest().orElseThrow().files())
        .extracting(MetadataFile::path)
        .containsExactly("checkpoint", "pending");
    assertThat(report.verification().orElseThrow().announcedSize()).contains(EXPORTED_SIZE + 200);
    TreeHead exportedHead = log.head(EXPORTED_SIZE);
    MirrorSnapshot after = isolated.snapshot();
    assertThat(after.pending()).isEqualTo(exportedHead);
    assertThat(after.mirrored()).isEqualTo(exportedHead);
    assertThat(after.history()).containsExactly(exportedHead);
  }

  @Test
  void pendingCheckpointOfTheKnownHistoryChangesNothing() {
    Path bundle = bundleWithPendingCheckpoint(log, 100, "news.tar.gz");
    log.stopTampering();
    mirrorUpTo(KNOWN_SIZE);
    MirrorSnapshot before = isolated.snapshot();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(report.outcome()).isEqualTo("older");
    assertThat(isolated.snapshot()).isEqualTo(before);
  }

  /** The exported tree is of the history that is known here, the one that it announces is not. */
  @ParameterizedTest
  @CsvSource({
    "200, of a size whose checkpoint is stored",
    "100, of a size that only the tiles of the larger mirror tell of",
    "12, of a size where a tile is full",
  })
  void pendingCheckpointOfAnotherHistoryIsEvidence(long growth, String description) {
    Path bundle = bundleWithPendingCheckpoint(log.fork(EXPORTED_SIZE), growth, "forked.tar.gz");
    mirrorUpTo(KNOWN_SIZE);
    MirrorSnapshot before = isolated.snapshot();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(description).contains(Failure.SPLIT_VIEW);
    assertThat(Failure.SPLIT_VIEW.exitCode()).isEqualTo(ExitCode.REJECTED);
    assertThat(isolated.snapshot()).isEqualTo(before);
    Evidence evidence = isolated.store().evidence().all().get(0).evidence();
    assertThat(evidence.source()).endsWith("/forked.tar.gz");
    assertThat(evidence.shown().text()).contains("\n" + (EXPORTED_SIZE + growth) + "\n");
    assertThatCode(() -> evidence.verify(log.identity().key())).doesNotThrowAnyException();
    assertThat(isolated.importBundle(request(bundle)).failure()).contains(Failure.QUARANTINED);
  }

  /** Whoever looks only finds the contradiction all the same. */
  @Test
  void dryRunStoresTheEvidenceToo() {
    Path bundle = bundleWithPendingCheckpoint(log.fork(EXPORTED_SIZE), 200, "forked.tar.gz");
    mirrorUpTo(KNOWN_SIZE);

    BundleReport report = isolated.importBundle(AirGapFixture.dryRun(bundle));

    assertThat(report.failure()).contains(Failure.SPLIT_VIEW);
    assertThat(isolated.store().evidence().all()).hasSize(1);
  }

  /** What is larger than all that is known can be compared with nothing, and is not believed. */
  @Test
  void ignoresAPendingCheckpointBeyondTheKnownTree() {
    Path bundle = bundleWithPendingCheckpoint(log.fork(EXPORTED_SIZE), 300, "forked.tar.gz");
    mirrorUpTo(KNOWN_SIZE);
    MirrorSnapshot before = isolated.snapshot();

    BundleReport report = isolated.importBundle(request(bundle));

    assertThat(report.failure()).as(report.message()).isEmpty();
    assertThat(isolated.snapshot()).isEqualTo(before);
    assertThat(isolated.store().evidence().all()).isEmpty();
  }

  /** The isolated side takes the honest log of this size. */
  private void mirrorUpTo(long size) {
    log.grow(size - log.size());
    try (FakeLogServer server = FakeLogServer.start(log);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("honest"), log, server.url()).start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      Path bundle =
          mirror.export(AirGapFixture.everything(directory.resolve("honest.tar.gz"))).get(0).file();
      assertThat(isolated.importBundle(request(bundle)).failure()).isEmpty();
    }
  }

  /** The exporter mirrors what there is, sees the log grow, and cannot get one of the new files. */
  private Path bundleWithPendingCheckpoint(FakeLog exporterLog, long growth, String name) {
    try (FakeLogServer server = FakeLogServer.start(exporterLog);
        MirrorUnderTest mirror =
            MirrorUnderTest.of(directory.resolve("exporter"), exporterLog, server.url()).start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      exporterLog.grow(growth).withhold(EntryBundle.full(1));
      CycleReportAssertions.assertFailed(mirror.sync(), Failure.NETWORK);
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
