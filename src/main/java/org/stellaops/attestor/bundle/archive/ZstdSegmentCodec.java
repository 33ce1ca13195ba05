package org.stellaops.attestor.bundle.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteOrder;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Encodes segments as Zstandard frames (RFC 8878). A skippable frame before each contains the
 * length of the frame and the number of files. The trailer is a skippable frame with the digest.
 */
final class ZstdSegmentCodec implements SegmentCodec {
  private static final byte[] SEGMENT_PREFIX = {0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0};
  private static final byte[] TRAILER_PREFIX = {0x5e, 0x2a, 0x4d, 0x18, DIGEST_BYTES, 0, 0, 0};
  private static final int HEADER_BYTES = SEGMENT_PREFIX.length + 8;
  private static final int LEVEL = 1;

  @Override
  public byte[] segmentPrefix() {
    return SEGMENT_PREFIX.clone();
  }

  @Override
  public long remainingBytes(int length) {
    return length;
  }

  @Override
  public byte[] trailerPrefix() {
    return TRAILER_PREFIX.clone();
  }

  @Override
  public byte[] trailerSuffix() {
    return new byte[0];
  }

  /** Ignores {@code incompressible}: zstd detects such content quickly and stores it. */
  @Override
  public void encode(
      int fileCount, ByteSlice content, boolean incompressible, ReusableBuffer target) {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true)) {
      ByteSlice compressed =
          target.extend(HEADER_BYTES + Math.toIntExact(Zstd.compressBound(content.length())));
      int length =
          zstd.compressByteArray(
              compressed.array(),
              compressed.from() + HEADER_BYTES,
              compressed.length() - HEADER_BYTES,
              content.array(),
              content.from(),
              content.length());
      compressed
          .buffer()
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(SEGMENT_PREFIX)
          .putInt(length)
          .putInt(fileCount);
      target.truncate(compressed.from() + HEADER_BYTES + length);
    }
  }

  @Override
  public void decode(ByteSlice segment, ReusableBuffer target) {
    if (segment.length() <= HEADER_BYTES) {
      throw BundleErrors.rejected("segment: too short");
    }
    int frame = segment.from() + HEADER_BYTES;
    int length = segment.length() - HEADER_BYTES;
    long size = Zstd.getFrameContentSize(segment.array(), frame, length);
    if (size < 0 || size > Segment.MAX_CONTENT_BYTES) {
      throw BundleErrors.rejected("segment: decompressed size missing or too large: " + size);
    }
    ByteSlice content = target.extend((int) size);
    try {
      long count =
          Zstd.decompressByteArray(
              content.array(), content.from(), content.length(), segment.array(), frame, length);
      if (count != size) {
        throw BundleErrors.rejected("segment: size mismatch after decompression");
      }
    } catch (ZstdException e) {
      throw BundleErrors.rejected("segment: invalid Zstandard data", e);
    }
  }
}
