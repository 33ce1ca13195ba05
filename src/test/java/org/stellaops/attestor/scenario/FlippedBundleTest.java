package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;

/**
 * One bit of a bundle turns over on the way. Whichever it is, the bundle is refused, nothing
 * changes, and it is never taken for a word of the log. {@code bin/trial bundle-flips} flips more.
 */
class FlippedBundleTest {
  private static final int FLIPS = Integer.getInteger("trial.flips", 10);
  private static final long SEED = Long.getLong("trial.seed", System.nanoTime());
  private static final long BASE = 300;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"good.tar.gz", "good.tar.zst"})
  void anyFlippedBitIsNoticedAndTheBundleIsTakenWithoutIt(String name) throws IOException {
    try (TwoSides sides = TwoSides.of(directory, FakeLog.named("flipped.example/log").grow(BASE))) {
      sides.importGood(sides.export(sides.everything("first.tar.gz")).get(0));
      sides.grow(1400);
      Path good = sides.export(sides.since(BASE, name)).get(0);
      Standing before = sides.isolated().standing();
      byte[] bytes = Files.readAllBytes(good);
      Random random = new Random(SEED);
      for (int i = 0; i < FLIPS; i++) {
        int bit = i == 0 ? bytes.length * 8 - 1 : random.nextInt(bytes.length * 8);
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Path file = Files.write(sides.carried("flipped-" + name), flipped);

        BundleReport report = sides.importBundle(file);

        String what = "bit " + bit + " of seed " + SEED + ": " + report.message();
        assertRefused(report, what);
        assertThat(sides.isolated().standing()).as(what).isEqualTo(before);
        assertThat(sides.isolated().store().evidence().all()).as(what).isEmpty();
      }

      assertThat(sides.importGood(good).outcome()).isEqualTo("advanced");
      sides.assertSame();
    }
  }

  /** A flip can make the bundle one of a log that nobody follows, which is a matter of words. */
  private static void assertRefused(BundleReport report, String what) {
    assertThat(report.failure()).as(what).isPresent().isNotEqualTo(Optional.of(Failure.INTERNAL));
    assertThat(report.failure().get().exitCode()).as(what).isIn(ExitCode.REFUSED, ExitCode.USAGE);
    assertThat(report.failure().get().isContradiction()).as(what).isFalse();
    assertThat(report.hint()).as(what).isNotBlank();
  }
}
