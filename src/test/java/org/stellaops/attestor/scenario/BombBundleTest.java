package org.stellaops.attestor.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.stellaops.attestor.bundle.Forge;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.fakelog.FakeLog;
import org.stellaops.attestor.route.BundleReport;

/**
 * Bundles that unpack to more than they say, to something else, or to more files than anybody
 * wants. Each is refused at the place where it lies, and nothing changes.
 */
class BombBundleTest {
  private static final String INNER = "tile/0/001";
  private static final int SEGMENT_HEAD = 16;
  private static final int BOMB = 30 << 20;

  @TempDir private static Path directory;
  private static TwoSides sides;
  private static Standing before;

  @BeforeAll
  static void begin() throws IOException {
    sides = TwoSides.of(directory, FakeLog.named("bomb.example/log").grow(300));
    sides.importGood(sides.export(sides.everything("first.tar.gz")).get(0));
    sides.grow(900);
    sides.export(sides.since(300, "good.tar.gz"));
    sides.export(sides.since(300, "good.tar.zst"));
    before = sides.isolated().standing();
  }

  @AfterAll
  static void end() {
    sides.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void zerosWithoutEndAreNotUnpacked(String suffix) throws IOException {
    Path bomb = forged(suffix);
    try (OutputStream file = Files.newOutputStream(bomb);
        OutputStream out =
            suffix.equals(".tar.gz") ? new GZIPOutputStream(file) : new ZstdOutputStream(file)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    assertRefused(bomb, "first bytes are others");
  }

  @Test
  void aSegmentThatSaysThatItIsTooLargeIsNotUnpacked() {
    assertRefused(
        good(".tar.gz").bloated(INNER, BOMB).write(forged(".tar.gz")),
        "would unpack to 31[0-9]{6} ");
    assertRefused(
        good(".tar.zst").bloated(INNER, BOMB).write(forged(".tar.zst")), "or too much: 31[0-9]{6}");
  }

  /** The last four bytes of a member of gzip say what it unpacks to. */
  @ParameterizedTest
  @CsvSource({"-1, 0", "1, 0", "-100000, 0", "100000, 0", "-31457280, 31457280", "0x7fffffff, 0"})
  void aMemberOfGzipThatLiesAboutItsLengthIsRefused(String more, int zeros) {
    Path lying =
        good(".tar.gz")
            .bloated(INNER, zeros)
            .packed(INNER, adding(-4, Integer.decode(more)))
            .write(forged(".tar.gz"));

    assertRefused(
        lying, "does not unpack to the size that it states|ends within its content|would unpack");
  }

  @Test
  void aFrameOfZstdThatDoesNotSayItsLengthIsRefused() {
    Path silent = good(".tar.zst").repacked(INNER, frame(false)).write(forged(".tar.zst"));

    assertRefused(silent, "does not say what it unpacks to");
  }

  /** The forge does no harm: what it packs in the way of export is taken. */
  @Test
  void aFrameOfZstdThatSaysItsLengthIsTaken() {
    Path same = good(".tar.zst").repacked(INNER, frame(true)).write(forged(".tar.zst"));

    assertThat(sides.isolated().importBundle(TwoSides.dryRun(same)).outcome())
        .isEqualTo("verified");
  }

  /** After the magic, the descriptor and, in a large frame, the window, a frame has its length. */
  @ParameterizedTest
  @CsvSource({"-1, 0", "1, 0", "-1000, 0", "1000, 0", "-31457280, 31457280"})
  void aFrameOfZstdThatLiesAboutItsLengthIsRefused(int more, int zeros) {
    Path lying =
        good(".tar.zst")
            .bloated(INNER, zeros)
            .packed(INNER, claiming(more))
            .write(forged(".tar.zst"));

    assertRefused(lying, "a segment does not unpack");
  }

  /** They are there, half a gigabyte of headers; nobody reads on after the first. */
  @ParameterizedTest
  @CsvSource({
    "checkpoint, .tar.gz, is not the file that the manifest lists",
    "checkpoint, .tar.zst, is not the file that the manifest lists",
    "tile/1/000.p/4, .tar.gz, comes where another tile belongs",
    "tile/0/002, .tar.zst, files where tile",
    "tile/entries/004.p/176, .tar.gz, files where tile/entries",
  })
  void aMillionFilesAreNotRead(String before, String suffix, String reason) throws IOException {
    Path flood = good(suffix).flooded(before, 1_000_000).write(forged(suffix));

    BundleReport report = assertRefused(flood, reason);

    assertThat(report.bytes()).isLessThan(Files.size(flood) / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void aMillionFilesAfterTheTreeAreNotRead(String suffix) throws IOException {
    Path flood = good(suffix).floodedAtEnd(1_000_000).write(forged(suffix));

    BundleReport report = assertRefused(flood, "goes on after the last file");

    assertThat(report.bytes()).isLessThan(Files.size(flood) / 10);
  }

  private static BundleReport assertRefused(Path bomb, String reason) {
    BundleReport report = sides.importBundle(bomb);
    assertThat(report.failure()).as(report.message()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).containsPattern(reason);
    assertThat(sides.isolated().standing()).isEqualTo(before);
    return report;
  }

  private static UnaryOperator<byte[]> adding(int at, int more) {
    return segment -> {
      ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
      int place = at < 0 ? segment.length + at : at;
      return bytes.putInt(place, bytes.getInt(place) + more).array();
    };
  }

  /** Another length in the header of a frame, in as many bytes as it has there. */
  private static UnaryOperator<byte[]> claiming(int more) {
    return segment -> {
      int descriptor = segment[SEGMENT_HEAD + 4] & 0xff;
      int length = SEGMENT_HEAD + 5 + ((descriptor & 0x20) == 0 ? 1 : 0);
      int width = descriptor >> 6;
      assertThat(width).as("bytes of the length: 2 or 4").isBetween(1, 2);
      if (width == 2) {
        return adding(length, more).apply(segment);
      }
      ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
      return bytes.putShort(length, (short) (bytes.getShort(length) + more)).array();
    };
  }

  private static UnaryOperator<byte[]> frame(boolean saysItsLength) {
    return content -> {
      try (ZstdCompressCtx zstd = new ZstdCompressCtx().setContentSize(saysItsLength)) {
        byte[] frame = zstd.compress(content);
        assertThat(Zstd.getFrameContentSize(frame) > 0).isEqualTo(saysItsLength);
        return frame;
      }
    };
  }

  private static Forge good(String suffix) {
    return Forge.of(sides.carried("good" + suffix));
  }

  private static Path forged(String suffix) {
    return sides.carried("forged" + suffix);
  }
}
