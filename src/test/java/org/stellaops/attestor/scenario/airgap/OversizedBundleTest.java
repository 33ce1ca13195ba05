package org.stellaops.attestor.scenario.airgap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.bundle.read.VolumeSet;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * A small file whose content would take more memory than there is. It is refused for what its
 * manifest says, before anything after the manifest is read: here there is nothing after it.
 */
class OversizedBundleTest {
  private static final int MAX_FILES = 2_000;
  private static final int MEGABYTE = 1 << 20;

  @TempDir private static Path directory;
  private static AirGapFixture airGap;
  private static MirrorSnapshot before;

  @BeforeAll
  static void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("greedy.example/log").grow(300));
    airGap.export(airGap.everything("good.tar.gz"));
    airGap.export(airGap.everything("good.tar.zst"));
    before = airGap.isolated().snapshot();
  }

  @AfterAll
  static void tearDown() {
    airGap.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsTwoGigabytesOfAttachedFilesUnread(String suffix) {
    Path oversized =
        goodBundle(suffix)
            .listMissingFiles(MAX_FILES - 1, MEGABYTE)
            .writeManifestOnly(forgedPath(suffix));

    assertRejected(oversized, "metadata files of more than 33554432 bytes in total");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsAManifestWithMillionsOfEmptyObjectsUnparsed(String suffix) throws IOException {
    byte[] emptyObjects = ("[" + "{},".repeat(6 * MEGABYTE) + "{}]").getBytes(US_ASCII);
    Path oversized =
        goodBundle(suffix)
            .transformFile("manifest.json", json -> emptyObjects)
            .writeManifestOnly(forgedPath(suffix));

    assertThat(Files.size(oversized)).isLessThan(MEGABYTE);
    assertRejected(oversized, "manifest too large: " + emptyObjects.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsTooManyAttachedFilesUnread(String suffix) {
    Path oversized =
        goodBundle(suffix).listMissingFiles(MAX_FILES, 1).writeManifestOnly(forgedPath(suffix));

    assertRejected(oversized, "more than 2000 metadata files: 2001");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsAnUnknownLogBeforeReadingItsFiles(String suffix) {
    Path unknownLog =
        goodBundle(suffix)
            .replaceInManifest("\"origin\" : \"greedy", "\"origin\" : \"other")
            .writeManifestOnly(forgedPath(suffix));

    BundleReport report = airGap.importBundle(unknownLog);

    assertThat(report.failure()).as(report.message()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("no enabled backend has this origin");
  }

  /** The command line looks at the beginnings of all files before it takes the first. */
  private static void assertRejected(Path oversized, String reason) {
    BundleReport report = airGap.importBundle(oversized);

    assertThat(report.failure()).as(report.message()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).contains(reason);
    assertThat(VolumeSet.scan(List.of(oversized)).rejected()).contains(oversized);
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
  }

  private static BundleForger goodBundle(String suffix) {
    return BundleForger.of(airGap.carried("good" + suffix));
  }

  private static Path forgedPath(String suffix) {
    return airGap.carried("greedy" + suffix);
  }
}
