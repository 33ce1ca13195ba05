package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.stellaops.attestor.scenario.ReportAssert.assertFailed;
import static org.stellaops.attestor.scenario.ReportAssert.assertGood;
import static org.stellaops.attestor.scenario.ReportAssert.assertRefused;

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
import org.stellaops.attestor.fakelog.Answer;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.fakelog.Trouble;
import org.stellaops.attestor.route.CycleReport;
import org.stellaops.attestor.tlog.EntryBundle;

/** A log that is given as a directory, with its entry bundles as some logs keep them: in gzip. */
class CompressedTreeTest {
  private static final String ORIGIN = "kept.example/log";
  private static final String BUNDLE = "tile/entries/001.p/44";

  @TempDir private Path directory;
  private final FakeLog log = FakeLog.named(ORIGIN).grow(300);

  @Test
  void compressedBundlesAreMirroredPlainAndGrow() throws IOException {
    give(log);
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());
      assertMirrored(mirror, log);

      give(log.grow(400));
      assertGood(mirror.sync());
      assertMirrored(mirror, log);
    }
  }

  @Test
  void onlySomeMayBeCompressed() throws IOException {
    give(log);
    Files.write(given().resolve(BUNDLE), log.get(BUNDLE).orElseThrow());
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, log);
    }
  }

  @Test
  void fullBundleInThePlaceOfAPartialOneIsUnpacked() throws IOException {
    FakeLog grown = FakeLog.named(ORIGIN).grow(512);
    give(grown);
    for (String path : new String[] {"checkpoint", "tile/1/000.p/1"}) {
      Files.write(given().resolve(path), log.get(path).orElseThrow());
    }
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, log);
    }
  }

  @Test
  void plainBundleThatBeginsAsGzipDoesIsMirroredAsItIs() throws IOException {
    FakeLog unlucky = FakeLog.named(ORIGIN).entries(CompressedTreeTest::unlucky).grow(300);
    assertThat(unlucky.bundle(EntryBundle.full(0))).startsWith(0x1f, 0x8b, 8);
    unlucky.write(given());
    try (MirrorUnderTest mirror = mirror()) {
      assertGood(mirror.sync());

      assertMirrored(mirror, unlucky);
    }
  }

  @Test
  void bombIsRefusedBeforeItIsUnpacked() throws IOException {
    give(log);
    // more than the memory of the process that runs the tests
    byte[] bomb = Trouble.gzipBomb(1024).spoil(Answer.of(200, Map.of(), new byte[0])).body();
    Files.write(given().resolve(BUNDLE), bomb);
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertRefused(report, Failure.BAD_TILE);
      assertThat(report.message()).contains(BUNDLE, "is longer than " + EntryBundle.MAX_BYTES);
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  @Test
  void otherEntriesInGzipAreABadTile() throws IOException {
    give(log);
    byte[] other = log.get(BUNDLE).orElseThrow();
    other[2] ^= 1;
    Files.write(given().resolve(BUNDLE), gzip(other));
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertRefused(report, Failure.BAD_TILE);
      assertThat(report.message()).contains(BUNDLE);
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void brokenGzipIsNoForgeryAndNamed(int more) throws IOException {
    give(log);
    Path bundle = given().resolve(BUNDLE);
    byte[] packed = Files.readAllBytes(bundle);
    Files.write(bundle, Arrays.copyOf(packed, packed.length + more));
    try (MirrorUnderTest mirror = mirror()) {
      CycleReport report = mirror.sync();

      assertFailed(report, Failure.NETWORK);
      assertThat(report.message())
          .contains(BUNDLE, given().toString(), "it is gzip that cannot be unpacked");
      assertThat(mirror.files()).doesNotContainKeys(BUNDLE, "checkpoint");
    }
  }

  private Path given() {
    return directory.resolve("given");
  }

  private MirrorUnderTest mirror() {
    return MirrorUnderTest.of(directory, log, given().toUri()).start();
  }

  /** Writes the log, and every bundle of it once more, compressed. */
  private void give(FakeLog given) throws IOException {
    given.write(given());
    try (Stream<Path> files = Files.walk(given().resolve("tile/entries"))) {
      for (Path bundle : files.filter(Files::isRegularFile).toList()) {
        String path = given().relativize(bundle).toString();
        // what a partial file that is there no more leaves behind is compressed already
        if (given.get(path).isPresent()) {
          Files.write(bundle, gzip(given.get(path).orElseThrow()));
        }
      }
    }
  }

  private void assertMirrored(MirrorUnderTest mirror, FakeLog truth) {
    assertThat(mirror.files())
        .containsExactlyInAnyOrderEntriesOf(
            MirrorUnderTest.filesOf(truth, directory.resolve("expected")));
  }

  /** The first bytes of its bundle are those of gzip. */
  private static byte[] unlucky(long index) {
    byte[] entry = new byte[index == 0 ? 0x1f8b : 5];
    entry[0] = 8;
    entry[1] = (byte) index;
    entry[2] = (byte) (index >> 8);
    return entry;
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    return packed.toByteArray();
  }
}
