package org.stellaops.attestor.scenario;

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
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.route.BundleReport;

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
  void anEmptyMirrorBecomesTheSame(long entries, String name) throws IOException {
    FakeLog log = FakeLog.named("round.example/log").grow(entries);
    try (TwoSides sides = TwoSides.of(directory, log)) {
      List<Path> bundle = sides.export(sides.everything(name));

      BundleReport report = sides.importGood(bundle.get(0));

      assertThat(report.outcome()).isEqualTo("first_contact");
      sides.assertSame();
      LogState state = sides.isolated().state().orElseThrow();
      assertThat(state.complete()).isTrue();
      assertThat(state.lastSuccess()).isPresent();
    }
  }

  @Test
  void theSameStateGivesTheSameBytes() throws IOException {
    FakeLog log = FakeLog.named("same.example/log").grow(3000);
    try (TwoSides sides = TwoSides.of(directory, log)) {
      for (String suffix : List.of(".tar.gz", ".tar.zst")) {
        Path one = sides.export(sides.everything("one" + suffix)).get(0);
        Path two = sides.export(sides.everything("two" + suffix)).get(0);
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
      }
    }
  }

  @Test
  void whatAnyToolUnpacksIsALogThatAnyClientCanFollow() throws IOException {
    FakeLog log = FakeLog.named("plain.example/log").grow(300);
    Path unpacked = directory.resolve("unpacked");
    try (TwoSides sides = TwoSides.of(directory, log)) {
      unpack(sides.export(sides.everything("full.tar.gz")).get(0), unpacked);
      sides.grow(900);
      unpack(sides.export(sides.since(300, "delta.tar.gz")).get(0), unpacked);
      Map<String, String> files = FileTree.of(unpacked);
      assertThat(files).containsAllEntriesOf(sides.connected().files());
    }
    try (MirrorUnderTest client =
        MirrorUnderTest.of(directory.resolve("client"), log, unpacked.toUri()).start()) {
      ReportAssert.assertGood(client.sync());
      assertThat(client.state().orElseThrow().mirrored()).isEqualTo(log.head());
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
