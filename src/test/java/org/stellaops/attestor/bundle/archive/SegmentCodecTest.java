package org.stellaops.attestor.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

class SegmentCodecTest {
  private static final int GZIP_HEADER_BYTES = 24;
  private static final int[] SIZES = {0, 1, 512, 65_536, 65_537, 1 << 20, (1 << 20) + 12_345};

  @ParameterizedTest
  @EnumSource(Compression.class)
  void encodedContentIsDecoded(Compression compression) {
    for (int size : SIZES) {
      for (byte[] content : new byte[][] {new byte[size], text(size), random(size)}) {
        for (boolean incompressible : new boolean[] {false, true}) {
          byte[] segment = encode(compression, content, incompressible);
          assertThat(decode(compression, segment)).as("%d bytes", size).isEqualTo(content);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void segmentIsAppendedAndItsContentIsRead(Compression compression) {
    ReusableBuffer target = new ReusableBuffer(0);
    target.append(new byte[] {1, 2, 3});
    byte[] padded = Arrays.copyOf(new byte[] {9, 9, 9, 9, 9}, 2_005);
    compression.codec().encode(7, new ByteSlice(padded, 5, 1_990), false, target);
    byte[] segment = target.contentFrom(3).copy();

    assertThat(target.content().copy()).startsWith(1, 2, 3);
    assertThat(decode(compression, segment)).isEqualTo(new byte[1_990]);
    ReusableBuffer content = new ReusableBuffer(0);
    content.append(new byte[] {4});
    byte[] surrounded = Arrays.copyOf(segment, segment.length + 2);
    compression.codec().decode(new ByteSlice(surrounded, 0, segment.length), content);
    assertThat(content.contentFrom(1).copy()).isEqualTo(new byte[1_990]);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void framingStatesLengthAndFileCount(Compression compression) {
    ReusableBuffer target = new ReusableBuffer(0);
    compression.codec().encode(41, ByteSlice.of(text(5_000)), false, target);
    byte[] prefix = compression.codec().segmentPrefix();
    ByteBuffer framed = target.content().buffer().order(ByteOrder.LITTLE_ENDIAN);

    assertThat(Arrays.copyOf(target.content().copy(), prefix.length)).isEqualTo(prefix);
    int length = framed.getInt(prefix.length);
    assertThat(framed.getInt(prefix.length + 4)).isEqualTo(41);
    assertThat(compression.codec().remainingBytes(length) + prefix.length + 8)
        .isEqualTo(target.length());
    assertThat(compression.codec().remainingBytes(Integer.MIN_VALUE)).isNegative();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void segmentReturnsItsContentAndThenItsBuffer(Compression compression) {
    BufferPool pool = Segment.bufferPool();
    ReusableBuffer buffer = pool.acquire();
    compression.codec().encode(3, ByteSlice.of(text(5_000)), false, buffer);

    assertThat(new Segment(compression, 3, buffer).content().bytes()).isEqualTo(text(5_000));
    CompressedSegment compressed = new CompressedSegment(0, 3, buffer, pool);
    assertThat(compressed.fileCount()).isEqualTo(3);
    compressed.release();
    assertThat(pool.acquire()).isSameAs(buffer);
  }

  @Test
  void gzipMemberIsReadByAnyProgram() throws IOException {
    byte[] content = text(70_000);
    byte[] segment = encode(Compression.GZIP, content, false);

    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(segment))) {
      assertThat(in.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void onlyCompressibleContentIsCompressed() {
    assertThat(encode(Compression.GZIP, text(1 << 20), false)).hasSizeLessThan(1 << 19);
    assertThat(encode(Compression.GZIP, text(1 << 20), true)).hasSizeGreaterThan(1 << 20);
    assertThat(encode(Compression.GZIP, text(65_536), false)).hasSizeLessThan(1 << 15);
    assertThat(encode(Compression.GZIP, random(1 << 20), false))
        .hasSizeBetween(1 << 20, (1 << 20) + (1 << 11) + 96);
    byte[] startIsText = random(1 << 20);
    System.arraycopy(text(1 << 18), 0, startIsText, 0, 1 << 18);
    assertThat(encode(Compression.GZIP, startIsText, false)).hasSizeLessThan(1 << 20);
    byte[] endIsText = random(1 << 20);
    System.arraycopy(text(1 << 18), 0, endIsText, 3 << 18, 1 << 18);
    assertThat(encode(Compression.GZIP, endIsText, false)).hasSizeLessThan(1 << 20);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyTruncatedSegmentIsRejected(Compression compression) {
    byte[] segment = encode(compression, text(2_000), false);
    for (int length = 0; length < segment.length; length++) {
      byte[] cut = Arrays.copyOf(segment, length);
      assertRejected(() -> decode(compression, cut), "segment: ");
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void everyFlippedByteOfTheBodyIsRejected(Compression compression) {
    byte[] content = text(2_000);
    byte[] segment = encode(compression, content, false);
    for (int i = compression == Compression.GZIP ? GZIP_HEADER_BYTES : 16;
        i < segment.length;
        i++) {
      byte[] changed = segment.clone();
      changed[i] ^= 0x10;
      try {
        // a few bits of the compressed form do not matter
        assertThat(decode(compression, changed)).isEqualTo(content);
      } catch (AttestorException e) {
        assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE);
      }
    }
  }

  @Test
  void gzipContentOfAnotherSizeIsRejected() {
    byte[] segment = encode(Compression.GZIP, text(2_000), false);

    assertRejected(
        () -> decode(Compression.GZIP, withSize(segment, 1_999)),
        "size mismatch after decompression");
    assertRejected(
        () -> decode(Compression.GZIP, withSize(segment, 2_001)),
        "size mismatch after decompression");
    assertRejected(
        () -> decode(Compression.GZIP, withSize(segment, Segment.MAX_CONTENT_BYTES + 1)),
        "decompressed size too large: 22020097 bytes");
    assertRejected(
        () -> decode(Compression.GZIP, withSize(segment, -1)),
        "decompressed size too large: 4294967295 bytes");
    assertRejected(() -> decode(Compression.GZIP, new byte[31]), "too short");
  }

  @Test
  void gzipChecksumIsCompared() {
    byte[] segment = encode(Compression.GZIP, text(2_000), false);
    segment[segment.length - 8] ^= 1;

    assertRejected(() -> decode(Compression.GZIP, segment), "checksum mismatch");
  }

  @Test
  void dataAfterTheDeflateStreamIsRejected() {
    byte[] segment = encode(Compression.GZIP, text(2_000), false);
    byte[] longer = Arrays.copyOf(segment, segment.length + 1);
    System.arraycopy(segment, segment.length - 8, longer, longer.length - 8, 8);

    assertRejected(() -> decode(Compression.GZIP, longer), "size mismatch after decompression");
  }

  @Test
  void zstdFrameWithoutOrWithTooLargeSizeIsRejected() {
    byte[] segment = encode(Compression.ZSTD, text(2_000), false);
    byte[] huge = Zstd.compress(new byte[Segment.MAX_CONTENT_BYTES + 1], 1);
    byte[] largest = Zstd.compress(new byte[Segment.MAX_CONTENT_BYTES], 1);

    assertRejected(() -> decode(Compression.ZSTD, new byte[0]), "segment: too short");
    assertRejected(() -> decode(Compression.ZSTD, Arrays.copyOf(segment, 16)), "too short");
    assertRejected(() -> decode(Compression.ZSTD, framed(huge)), "too large: 22020097");
    assertThat(decode(Compression.ZSTD, framed(largest))).hasSize(Segment.MAX_CONTENT_BYTES);
    assertRejected(
        () -> decode(Compression.ZSTD, Arrays.copyOf(segment, 17)), "size missing or too large");
    assertRejected(
        () -> decode(Compression.ZSTD, Arrays.copyOf(segment, segment.length - 1)),
        "invalid Zstandard data");
  }

  @Test
  void largestGzipContentIsDecoded() {
    byte[] segment = encode(Compression.GZIP, new byte[Segment.MAX_CONTENT_BYTES], false);

    assertThat(decode(Compression.GZIP, segment)).hasSize(Segment.MAX_CONTENT_BYTES);
  }

  private static byte[] withSize(byte[] segment, int size) {
    byte[] changed = segment.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(changed.length - 4, size);
    return changed;
  }

  private static byte[] framed(byte[] frame) {
    return ByteBuffer.allocate(16 + frame.length).position(16).put(frame).array();
  }

  private static byte[] encode(Compression compression, byte[] content, boolean incompressible) {
    ReusableBuffer target = new ReusableBuffer(0);
    compression.codec().encode(1, ByteSlice.of(content), incompressible, target);
    return target.content().copy();
  }

  private static byte[] decode(Compression compression, byte[] segment) {
    ReusableBuffer target = new ReusableBuffer(0);
    compression.codec().decode(ByteSlice.of(segment), target);
    return target.content().copy();
  }

  private static byte[] text(int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < size; i++) {
      text[i] = (byte) ('a' + i * 31L / 7 % 26);
    }
    return text;
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private static void assertRejected(ThrowingCallable check, String reason) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            AttestorException.class, e -> assertThat(e.failure()).isEqualTo(Failure.BAD_BUNDLE))
        .hasMessageContaining(reason);
  }
}
