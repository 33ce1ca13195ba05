package org.stellaops.attestor.scenario.airgap;

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
import org.stellaops.attestor.bundle.read.BundleForger;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.route.airgap.BundleReport;
import org.stellaops.attestor.scenario.support.AirGapFixture;
import org.stellaops.attestor.scenario.support.MirrorSnapshot;
import org.stellaops.attestor.testlog.FakeLog;

/**
 * Bundles that unpack to more than they say, to something else, or to more files than anybody
 * wants. Each is refused at the place where it lies, and nothing changes.
 */
class DecompressionBombBundleTest {
  private static final String INNER_FILE = "tile/0/001";
  private static final int SEGMENT_HEADER = 16;
  private static final int BOMB_SIZE = 30 << 20;

  @TempDir private static Path directory;
  private static AirGapFixture airGap;
  private static MirrorSnapshot before;

  @BeforeAll
  static void setUp() throws IOException {
    airGap = AirGapFixture.of(directory, FakeLog.named("bomb.example/log").grow(300));
    airGap.importSuccessfully(airGap.export(airGap.everything("first.tar.gz")).get(0));
    airGap.grow(900);
    airGap.export(airGap.since(300, "good.tar.gz"));
    airGap.export(airGap.since(300, "good.tar.zst"));
    before = airGap.isolated().snapshot();
  }

  @AfterAll
  static void tearDown() {
    airGap.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsEndlessZerosWithoutUnpackingThem(String suffix) throws IOException {
    Path bomb = forgedPath(suffix);
    try (OutputStream file = Files.newOutputStream(bomb);
        OutputStream out =
            suffix.equals(".tar.gz") ? new GZIPOutputStream(file) : new ZstdOutputStream(file)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    assertRejected(bomb, "not a bundle: unexpected first bytes");
  }

  @Test
  void rejectsASegmentWhoseStatedSizeExceedsTheLimit() {
    assertRejected(
        goodBundle(".tar.gz").appendZeros(INNER_FILE, BOMB_SIZE).write(forgedPath(".tar.gz")),
        "decompressed size too large: 31[0-9]{6} ");
    assertRejected(
        goodBundle(".tar.zst").appendZeros(INNER_FILE, BOMB_SIZE).write(forgedPath(".tar.zst")),
        "missing or too large: 31[0-9]{6}");
  }

  /** The last four bytes of a member of gzip say what it unpacks to. */
  @ParameterizedTest
  @CsvSource({"-1, 0", "1, 0", "-100000, 0", "100000, 0", "-31457280, 31457280", "0x7fffffff, 0"})
  void rejectsAGzipMemberWithAWrongLength(String difference, int zeros) {
    Path forged =
        goodBundle(".tar.gz")
            .appendZeros(INNER_FILE, zeros)
            .transformPacked(INNER_FILE, addToInt(-4, Integer.decode(difference)))
            .write(forgedPath(".tar.gz"));

    assertRejected(
        forged,
        "size mismatch after decompression|compressed data truncated|decompressed size too large");
  }

  @Test
  void rejectsAZstdFrameWithoutContentSize() {
    Path withoutContentSize =
        goodBundle(".tar.zst").recompress(INNER_FILE, frame(false)).write(forgedPath(".tar.zst"));

    assertRejected(withoutContentSize, "decompressed size missing");
  }

  /** The forge does no harm: what it packs in the way of export is taken. */
  @Test
  void acceptsAZstdFrameWithContentSize() {
    Path withContentSize =
        goodBundle(".tar.zst").recompress(INNER_FILE, frame(true)).write(forgedPath(".tar.zst"));

    assertThat(airGap.isolated().importBundle(AirGapFixture.dryRun(withContentSize)).outcome())
        .isEqualTo("verified");
  }

  /** After the magic, the descriptor and, in a large frame, the window, a frame has its length. */
  @ParameterizedTest
  @CsvSource({"-1, 0", "1, 0", "-1000, 0", "1000, 0", "-31457280, 31457280"})
  void rejectsAZstdFrameWithAWrongContentSize(int difference, int zeros) {
    Path forged =
        goodBundle(".tar.zst")
            .appendZeros(INNER_FILE, zeros)
            .transformPacked(INNER_FILE, withContentSize(difference))
            .write(forgedPath(".tar.zst"));

    assertRejected(forged, "segment: invalid Zstandard data");
  }

  /** They are there, half a gigabyte of headers; nobody reads on after the first. */
  @ParameterizedTest
  @CsvSource({
    "checkpoint, .tar.gz, does not match the manifest",
    "checkpoint, .tar.zst, does not match the manifest",
    "tile/1/000.p/4, .tar.gz, among the proof tiles",
    "tile/0/002, .tar.zst, number of files at tile",
    "tile/entries/004.p/176, .tar.gz, number of files at tile/entries",
  })
  void rejectsAMillionFilesBeforeReadingThem(String before, String suffix, String reason)
      throws IOException {
    Path flooded =
        goodBundle(suffix).insertEmptyFilesBefore(before, 1_000_000).write(forgedPath(suffix));

    BundleReport report = assertRejected(flooded, reason);

    assertThat(report.bytes()).isLessThan(Files.size(flooded) / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {".tar.gz", ".tar.zst"})
  void rejectsAMillionFilesAfterTheTreeBeforeReadingThem(String suffix) throws IOException {
    Path flooded = goodBundle(suffix).insertEmptyFilesAtEnd(1_000_000).write(forgedPath(suffix));

    BundleReport report = assertRejected(flooded, "data after the last file");

    assertThat(report.bytes()).isLessThan(Files.size(flooded) / 10);
  }

  private static BundleReport assertRejected(Path bomb, String reason) {
    BundleReport report = airGap.importBundle(bomb);
    assertThat(report.failure()).as(report.message()).contains(Failure.BAD_BUNDLE);
    assertThat(report.message()).containsPattern(reason);
    assertThat(airGap.isolated().snapshot()).isEqualTo(before);
    return report;
  }

  private static UnaryOperator<byte[]> addToInt(int offset, int difference) {
    return segment -> {
      ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
      int place = offset < 0 ? segment.length + offset : offset;
      return bytes.putInt(place, bytes.getInt(place) + difference).array();
    };
  }

  /** Another length in the header of a frame, in as many bytes as it has there. */
  private static UnaryOperator<byte[]> withContentSize(int difference) {
    return segment -> {
      int descriptor = segment[SEGMENT_HEADER + 4] & 0xff;
      int length = SEGMENT_HEADER + 5 + ((descriptor & 0x20) == 0 ? 1 : 0);
      int width = descriptor >> 6;
      assertThat(width).as("bytes of the length: 2 or 4").isBetween(1, 2);
      if (width == 2) {
        return addToInt(length, difference).apply(segment);
      }
      ByteBuffer bytes = ByteBuffer.wrap(segment.clone()).order(ByteOrder.LITTLE_ENDIAN);
      return bytes.putShort(length, (short) (bytes.getShort(length) + difference)).array();
    };
  }

  private static UnaryOperator<byte[]> frame(boolean hasContentSize) {
    return content -> {
      try (ZstdCompressCtx zstd = new ZstdCompressCtx().setContentSize(hasContentSize)) {
        byte[] frame = zstd.compress(content);
        assertThat(Zstd.getFrameContentSize(frame) > 0).isEqualTo(hasContentSize);
        return frame;
      }
    };
  }

  private static BundleForger goodBundle(String suffix) {
    return BundleForger.of(airGap.carried("good" + suffix));
  }

  private static Path forgedPath(String suffix) {
    return airGap.carried("forged" + suffix);
  }
}
