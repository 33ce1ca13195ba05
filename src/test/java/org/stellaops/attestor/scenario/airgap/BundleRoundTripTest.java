package org.stellaops.attestor.scenario.airgap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.CycleReportAssertions;
import org.stellaops.attestor.scenario.support.FileTree;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;

/** What is mirrored on one side is mirrored on the other, byte for byte, and proved there. */
class BundleRoundTripTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0} entries in {1}")
  @CsvSource({
    "1, kit.tar.gz",
    "255, kit.tar.zst",
    "256, kit.tar.gz",
    "257, kit.tgz",
    "700, kit.tar.gz",
    "65536, kit.tar.zst",
    "66000, kit.tar.gz",
  })
  void rebuildsAnIdenticalMirrorFromAFullBundle(long entries, String name) throws IOException {
    FakeLog log = FakeLog.named("round.example/log").grow(entries);
    try (AirGapFixture airGap = AirGapFixture.of(directory, log)) {
      List<Path> bundle = airGap.export(airGap.everything(name));

      BundleReport report = airGap.importSuccessfully(bundle.get(0));

      assertThat(report.outcome()).isEqualTo("first_contact");
      airGap.assertIdentical();
      LogState state = airGap.isolated().state().orElseThrow();
      assertThat(state.isComplete()).isTrue();
      assertThat(state.lastSuccess()).isPresent();
    }
  }

  @Test
  void exportsTheSameBytesForTheSameState() throws IOException {
    FakeLog log = FakeLog.named("same.example/log").grow(3000);
    try (AirGapFixture airGap = AirGapFixture.of(directory, log)) {
      for (String suffix : List.of(".tar.gz", ".tar.zst")) {
        Path one = airGap.export(airGap.everything("one" + suffix)).get(0);
        Path two = airGap.export(airGap.everything("two" + suffix)).get(0);
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
      }
    }
  }

  @Test
  void unpacksToATreeThatAnyClientCanMirror() throws IOException {
    FakeLog log = FakeLog.named("plain.example/log").grow(300);
    Path unpacked = directory.resolve("unpacked");
    try (AirGapFixture airGap = AirGapFixture.of(directory, log)) {
      unpack(airGap.export(airGap.everything("full.tar.gz")).get(0), unpacked);
      airGap.grow(900);
      unpack(airGap.export(airGap.since(300, "delta.tar.gz")).get(0), unpacked);
      Map<String, String> files = FileTree.of(unpacked);
      assertThat(files).containsAllEntriesOf(airGap.connected().files());
    }
    try (MirrorUnderTest mirror =
        MirrorUnderTest.of(directory.resolve("client"), log, unpacked.toUri()).start()) {
      CycleReportAssertions.assertGood(mirror.sync());
      assertThat(mirror.state().orElseThrow().mirrored()).isEqualTo(log.head());
    }
  }

  /** As a general reader of tar does it, which knows nothing of segments and seals. */
  private static void unpack(Path bundle, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(bundle))))) {
      for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
        Path path = target.resolve(file.getName());
        Files.createDirectories(path.getParent());
        Files.write(path, tar.readAllBytes());
      }
    }
  }
}
