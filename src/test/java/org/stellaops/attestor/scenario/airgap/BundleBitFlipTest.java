package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.ExitCode;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * One bit of a bundle turns over on the way. Whichever it is, the bundle is refused, nothing
 * changes, and it is never taken for a word of the log. {@code bin/trial bundle-flips} flips more.
 */
class BundleBitFlipTest {
  private static final int FLIPS = Integer.getInteger("trial.flips", 10);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final long BASE_SIZE = 300;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void rejectsAnyFlippedBitAndAcceptsTheIntactBundle(String name) throws IOException {
    try (AirGapFixture airGap =
        AirGapFixture.of(directory, FakeLog.named("flipped.example/log").grow(BASE_SIZE))) {
      airGap.importSuccessfully(airGap.export(airGap.everything("first.tar.gz")).get(0));
      airGap.grow(1400);
      Path good = airGap.export(airGap.since(BASE_SIZE, name)).get(0);
      MirrorSnapshot before = airGap.isolated().snapshot();
      byte[] bytes = Files.readAllBytes(good);
      Random random = new Random(SEED);
      for (int i = 0; i < FLIPS; i++) {
        int bit = i == 0 ? bytes.length * 8 - 1 : random.nextInt(bytes.length * 8);
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Path file = Files.write(airGap.carried("flipped-" + name), flipped);

        BundleReport report = airGap.importBundle(file);

        String description = "bit " + bit + " of seed " + SEED + ": " + report.message();
        assertRejected(report, description);
        assertThat(airGap.isolated().snapshot()).as(description).isEqualTo(before);
        assertThat(airGap.isolated().store().evidence().all()).as(description).isEmpty();
      }

      assertThat(airGap.importSuccessfully(good).outcome()).isEqualTo("advanced");
      airGap.assertIdentical();
    }
  }

  /** A flip can make the bundle one of a log that nobody follows, which is a matter of words. */
  private static void assertRejected(BundleReport report, String description) {
    assertThat(report.failure())
        .as(description)
        .isPresent()
        .isNotEqualTo(Optional.of(Failure.INTERNAL));
    assertThat(report.failure().get().exitCode())
        .as(description)
        .isIn(ExitCode.REJECTED, ExitCode.USAGE);
    assertThat(report.failure().get().isContradiction()).as(description).isFalse();
    assertThat(report.hint()).as(description).isNotBlank();
  }
}
