package org.stellaops.attestor.bundle.archive;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Encodes segments as gzip members (RFC 1952). The extra field {@code SA} in the header of a member
 * contains the length of the member and the number of files. The trailer is an empty member with
 * the digest in its extra field {@code SE}.
 */
final class GzipSegmentCodec implements SegmentCodec {
  private static final byte[] SEGMENT_PREFIX = memberHeader(12, 'A', 8);
  private static final byte[] TRAILER_PREFIX = memberHeader(4 + DIGEST_BYTES, 'E', DIGEST_BYTES);
  private static final byte[] EMPTY_MEMBER_BODY = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final int HEADER_BYTES = SEGMENT_PREFIX.length + 8;
  private static final int MEMBER_TRAILER_BYTES = 8;
  private static final int SAMPLE_COUNT = 4;
  private static final int SAMPLE_BYTES = 1 << 14;
  private static final int MAX_COMPRESSED_PERCENT = 97;

  /** Magic, deflate, flag FEXTRA, no time, no extra flags, unknown system. */
  private static byte[] memberHeader(int extraLength, char subfieldId, int length) {
    return HexFormat.of()
        .parseHex(
            "1f8b08040000000000ff%02x0053%02x%02x00"
                .formatted(extraLength, (int) subfieldId, length));
  }

  @Override
  public byte[] segmentPrefix() {
    return SEGMENT_PREFIX.clone();
  }

  @Override
  public long remainingBytes(int length) {
    return (long) length - HEADER_BYTES;
  }

  @Override
  public byte[] trailerPrefix() {
    return TRAILER_PREFIX.clone();
  }

  @Override
  public byte[] trailerSuffix() {
    return EMPTY_MEMBER_BODY.clone();
  }

  @Override
  public void encode(
      int fileCount, ByteSlice content, boolean incompressible, ReusableBuffer target) {
    boolean stored = incompressible || !isCompressible(content);
    Deflater deflater = new Deflater(stored ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED, true);
    try {
      ByteSlice compressed =
          target.extend(HEADER_BYTES + compressBound(content.length()) + MEMBER_TRAILER_BYTES);
      deflater.setInput(content.buffer());
      deflater.finish();
      int end = HEADER_BYTES;
      while (!deflater.finished()) {
        end +=
            deflater.deflate(
                compressed.array(),
                compressed.from() + end,
                compressed.length() - MEMBER_TRAILER_BYTES - end);
      }
      ByteBuffer framed = compressed.buffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      framed.put(SEGMENT_PREFIX).putInt(end + MEMBER_TRAILER_BYTES).putInt(fileCount);
      framed.position(end).putInt((int) crc(content.buffer())).putInt(content.length());
      target.truncate(compressed.from() + end + MEMBER_TRAILER_BYTES);
    } finally {
      deflater.end();
    }
  }

  /** Whether samples compress; entries that are compressed or encrypted already do not. */
  private static boolean isCompressible(ByteSlice content) {
    if (content.length() <= SAMPLE_COUNT * SAMPLE_BYTES) {
      return true;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    byte[] compressed = new byte[2 * SAMPLE_BYTES];
    try {
      int length = 0;
      for (int i = 0; i < SAMPLE_COUNT; i++) {
        int from = (int) ((long) (content.length() - SAMPLE_BYTES) * i / (SAMPLE_COUNT - 1));
        deflater.reset();
        deflater.setInput(content.array(), content.from() + from, SAMPLE_BYTES);
        deflater.finish();
        length += deflater.deflate(compressed);
      }
      return length < SAMPLE_COUNT * SAMPLE_BYTES / 100 * MAX_COMPRESSED_PERCENT;
    } finally {
      deflater.end();
    }
  }

  /** Stored blocks have five bytes of overhead each, and zlib makes them 16,383 bytes or longer. */
  private static int compressBound(int length) {
    return length + (length >> 11) + 64;
  }

  @Override
  public void decode(ByteSlice segment, ReusableBuffer target) {
    if (segment.length() < HEADER_BYTES + MEMBER_TRAILER_BYTES) {
      throw BundleErrors.rejected("segment: too short");
    }
    ByteBuffer framed = segment.buffer().order(ByteOrder.LITTLE_ENDIAN);
    int crc = framed.getInt(segment.end() - MEMBER_TRAILER_BYTES);
    int size = framed.getInt(segment.end() - 4);
    if (size < 0 || size > Segment.MAX_CONTENT_BYTES) {
      throw BundleErrors.rejected(
          "segment: decompressed size too large: " + Integer.toUnsignedString(size) + " bytes");
    }
    ByteSlice content = target.extend(size);
    inflate(segment, content);
    if ((int) crc(content.buffer()) != crc) {
      throw BundleErrors.rejected("segment: checksum mismatch");
    }
  }

  private static void inflate(ByteSlice segment, ByteSlice content) {
    Inflater inflater = new Inflater(true);
    try {
      int length = segment.length() - HEADER_BYTES - MEMBER_TRAILER_BYTES;
      inflater.setInput(segment.array(), segment.from() + HEADER_BYTES, length);
      int count = 0;
      while (count < content.length() && !inflater.finished()) {
        int more =
            inflater.inflate(content.array(), content.from() + count, content.length() - count);
        if (more == 0 && !inflater.finished()) {
          throw BundleErrors.rejected("segment: compressed data truncated");
        }
        count += more;
      }
      // lets the inflater reach the end of the stream, and detects surplus content
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (more
          || count != content.length()
          || !inflater.finished()
          || inflater.getRemaining() > 0) {
        throw BundleErrors.rejected("segment: size mismatch after decompression");
      }
    } catch (DataFormatException e) {
      throw BundleErrors.rejected("segment: invalid deflate data", e);
    } finally {
      inflater.end();
    }
  }

  private static long crc(ByteBuffer content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    return crc.getValue();
  }
}
