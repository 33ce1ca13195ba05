package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.bundle.VolumeSet;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;

/**
 * A small file whose content would take more memory than there is. It is refused for what its
 * manifest says, before anything after the manifest is read: here there is nothing after it.
 */
class GreedyBundleTest {
  private static final int MOST_FILES = 2_000;
  private static final int MEGABYTE = 1 << 20;

  @TempDir private static Path directory;
  private static TwoSides sides;
  private static Standing before;

  @BeforeAll
  static void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("greedy.example/log").grow(300));
    sides.export(sides.everything("good.tar.gz"));
    sides.export(sides.everything("good.tar.zst"));
    before = sides.isolated().standing();
  }

  @AfterAll
  static void end() {
    sides.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void twoGigabytesOfFilesBesidesTheTreeAreRefusedUnread(String suffix) {
    Path greedy = good(suffix).listing(MOST_FILES - 1, MEGABYTE).writeBeginning(forged(suffix));

    assertRefused(greedy, "the files besides its tree have no more than 33554432 bytes together");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void aManifestOfMillionsOfNothingsIsRefusedUnparsed(String suffix) throws IOException {
    byte[] nothings = ("[" + "{},".repeat(6 * MEGABYTE) + "{}]").getBytes(US_ASCII);
    Path greedy =
        good(suffix).file("manifest.json", json -> nothings).writeBeginning(forged(suffix));

    assertThat(Files.size(greedy)).isLessThan(MEGABYTE);
    assertRefused(greedy, "its manifest has " + nothings.length + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void moreFilesThanThereCanBeAreRefusedUnread(String suffix) {
    Path greedy = good(suffix).listing(MOST_FILES, 1).writeBeginning(forged(suffix));

    assertRefused(greedy, "no more than 2000 files");
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void aLogThatNobodyFollowsIsRefusedBeforeItsFilesAreRead(String suffix) {
    Path strange =
        good(suffix)
            .manifest("\"origin\" : \"greedy", "\"origin\" : \"other")
            .writeBeginning(forged(suffix));

    BundleReport report = sides.importBundle(strange);

    assertThat(report.failure()).as(report.message()).contains(Failure.CONFIGURATION);
    assertThat(report.message()).contains("no enabled backend has that origin");
  }

  /** The command line looks at the beginnings of all files before it takes the first. */
  private static void assertRefused(Path greedy, String reason) {
    BundleReport report = sides.importBundle(greedy);

    assertThat(report.failure()).as(report.message()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).contains(reason);
    assertThat(VolumeSet.look(List.of(greedy)).refused()).contains(greedy);
    assertThat(sides.isolated().standing()).isEqualTo(before);
  }

  private static Forge good(String suffix) {
    return Forge.of(sides.carried("good" + suffix));
  }

  private static Path forged(String suffix) {
    return sides.carried("greedy" + suffix);
  }
}
