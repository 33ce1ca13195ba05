package org.stellaops.attestor.scenario.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertFailed;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertGood;
import static org.stellaops.attestor.scenario.support.CycleReportAssertions.assertRejected;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.sync.CycleReport;
import org.stellaops.attestor.scenario.support.MirrorUnderTest;
import org.stellaops.attestor.testlog.FakeLog;
import org.stellaops.attestor.testlog.FakeResponse;
import org.stellaops.attestor.testlog.FaultInjection;
import org.stellaops.attestor.tlog.EntryBundle;

/** A log that is given as a directory, with its entry bundles as some logs keep them: in gzip. */
class CompressedSourceDirectoryTest {
  private static final String ORIGIN = "kept.example/log";
  private static final String BUNDLE = "tile/entries/001.p/44";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(300);

  @Test
  void mirrorsCompressedEntryBundlesUncompressedAndFollowsGrowth() throws IOException {
    writeSource(log);
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());
      assertMirrored(mirror, log);

      writeSource(log.grow(400));
      assertGood(mirror.sync());
      assertMirrored(mirror, log);
    }
  }

  @Test
  void acceptsAMixOfCompressedAndPlainEntryBundles() throws IOException {
    writeSource(log);
    Files.write(sourceDirectory().resolve(BUNDLE), log.get(BUNDLE).orElseThrow());
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, log);
    }
  }

  @Test
  void decompressesAFullEntryBundleServedForAPartialOne() throws IOException {
    FakeLog grownLog = FakeLog.named(ORIGIN).grow(512);
    writeSource(grownLog);
    for (String path : new String[] {"checkpoint", "tile/1/000.p/1"}) {
      Files.write(sourceDirectory().resolve(path), log.get(path).orElseThrow());
    }
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, log);
    }
  }

  @Test
  void mirrorsAPlainEntryBundleThatStartsWithTheGzipMagic() throws IOException {
    FakeLog gzipLikeLog =
        FakeLog.named(ORIGIN)
            .withEntries(CompressedSourceDirectoryTest::entryWithGzipMagic)
            .grow(300);
    assertThat(gzipLikeLog.entryBundle(EntryBundle.full(0))).startsWith(0x1f, 0x8b, 8);
    gzipLikeLog.write(sourceDirectory());
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, gzipLikeLog);
    }
  }

  @Test
  void rejectsACompressionBombBeforeDecompressing() throws IOException {
    writeSource(log);
    // more than the memory of the process that runs the tests
    byte[] bomb =
        FaultInjection.compressionBomb(1024)
            .apply(FakeResponse.of(200, Map.of(), new byte[0]))
            .body();
    Files.write(sourceDirectory().resolve(BUNDLE), bomb);
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertRejected(report, Failure.BAD_TILE);
      assertThat(report.message())
          .contains(BUNDLE, "is longer than the maximum of " + EntryBundle.MAX_BYTES);
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  @Test
  void reportsWrongEntriesInGzipAsBadTile() throws IOException {
    writeSource(log);
    byte[] wrongEntries = log.get(BUNDLE).orElseThrow();
    wrongEntries[2] ^= 1;
    Files.write(sourceDirectory().resolve(BUNDLE), gzip(wrongEntries));
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertRejected(report, Failure.BAD_TILE);
      assertThat(report.message()).contains(BUNDLE);
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void reportsCorruptGzipAsAReadErrorWithTheFileName(int extraBytes) throws IOException {
    writeSource(log);
    Path bundle = sourceDirectory().resolve(BUNDLE);
    byte[] compressed = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(compressed, compressed.length + extraBytes));
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message())
          .contains(BUNDLE, sourceDirectory().toString(), "invalid gzip data");
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  private Path sourceDirectory() {
    return directory.resolve("given");
  }

  private MirrorUnderTest mirror() {
    return MirrorUnderTest.of(directory, log, sourceDirectory().toUri()).start();
  }

  /** Writes the log, and every bundle of it once more, compressed. */
  private void writeSource(FakeLog source) throws IOException {
    source.write(sourceDirectory());
    try (Stream<Path> files = Files.walk(sourceDirectory().resolve("tile/entries"))) {
      for (Path bundle : files.filter(Files::isRegularFile).toList()) {
        String path = sourceDirectory().relativize(bundle).toString();
        // what a partial file that is there no more leaves behind is compressed already
        if (source.get(path).isPresent()) {
          Files.write(bundle, gzip(source.get(path).orElseThrow()));
        }
      }
    }
  }

  private void assertMirrored(MirrorUnderTest mirror, FakeLog expected) {
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.expectedFiles(expected, directory.resolve("expected")));
  }

  /** The first bytes of its bundle are those of gzip. */
  private static byte[] entryWithGzipMagic(long index) {
    byte[] entry = new byte[index == 0 ? 0x1f8b : 5];
    entry[0] = 8;
    entry[1] = (byte) index;
    entry[2] = (byte) (index >> 8);
    return entry;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    }
    return compressed.toByteArray();
  }
}
