package org.stellaops.attestor.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * Segments as members of a gzip file (RFC 1952). The framing is an extra field in the member's
 * header: {@code SA}, eight bytes, the length of the member and the number of files in it. The seal
 * is an empty member whose extra field {@code SE} has the digest.
 */
final class GzipSegments implements SegmentCodec {
  private static final byte[] SEGMENT_HEAD = head(12, 'A', 8);
  private static final byte[] SEAL_HEAD = head(4 + DIGEST_BYTES, 'E', DIGEST_BYTES);
  private static final byte[] EMPTY = {3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
  private static final int HEADER = SEGMENT_HEAD.length + 8;
  private static final int TRAILER = 8;
  private static final int SAMPLES = 4;
  private static final int SAMPLE_BYTES = 1 << 14;
  private static final int WORTH_PERCENT = 97;

  /** Magic, deflate, an extra field, no time, no hint of speed, no system. */
  private static byte[] head(int extra, char field, int length) {
    return new byte[] {
      0x1f,
      (byte) 0x8b,
      8,
      4,
      0,
      0,
      0,
      0,
      0,
      (byte) 0xff,
      (byte) extra,
      0,
      'S',
      (byte) field,
      (byte) length,
      0
    };
  }

  @Override
  public byte[] segmentHead() {
    return SEGMENT_HEAD.clone();
  }

  @Override
  public long rest(int length) {
    return (long) length - HEADER;
  }

  @Override
  public byte[] sealHead() {
    return SEAL_HEAD.clone();
  }

  @Override
  public byte[] sealTail() {
    return EMPTY.clone();
  }

  @Override
  public void pack(int items, Slice content, boolean dense, FileRoom target) {
    boolean store = dense || !compresses(content);
    Deflater deflater = new Deflater(store ? Deflater.NO_COMPRESSION : Deflater.BEST_SPEED, true);
    try {
      Slice packed = target.extend(HEADER + bound(content.length()) + TRAILER);
      deflater.setInput(content.buffer());
      deflater.finish();
      int end = HEADER;
      while (!deflater.finished()) {
        end +=
            deflater.deflate(packed.array(), packed.from() + end, packed.length() - TRAILER - end);
      }
      ByteBuffer framed = packed.buffer().slice().order(ByteOrder.LITTLE_ENDIAN);
      framed.put(SEGMENT_HEAD).putInt(end + TRAILER).putInt(items);
      framed.position(end).putInt((int) crc(content.buffer())).putInt(content.length());
      target.shorten(packed.from() + end + TRAILER);
    } finally {
      deflater.end();
    }
  }

  /** Whether a few samples shrink: entries that are compressed or encrypted already do not. */
  private static boolean compresses(Slice content) {
    if (content.length() <= SAMPLES * SAMPLE_BYTES) {
      return true;
    }
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    byte[] packed = new byte[2 * SAMPLE_BYTES];
    try {
      int length = 0;
      for (int i = 0; i < SAMPLES; i++) {
        int from = (int) ((long) (content.length() - SAMPLE_BYTES) * i / (SAMPLES - 1));
        deflater.reset();
        deflater.setInput(content.array(), content.from() + from, SAMPLE_BYTES);
        deflater.finish();
        length += deflater.deflate(packed);
      }
      return length < SAMPLES * SAMPLE_BYTES / 100 * WORTH_PERCENT;
    } finally {
      deflater.end();
    }
  }

  /** Stored blocks have five bytes each, and zlib makes them of 16,383 bytes or more. */
  private static int bound(int length) {
    return length + (length >> 11) + 64;
  }

  @Override
  public void unpack(Slice segment, FileRoom target) {
    if (segment.length() < HEADER + TRAILER) {
      throw BadBundle.because("a segment is too short");
    }
    ByteBuffer framed = segment.buffer().order(ByteOrder.LITTLE_ENDIAN);
    int crc = framed.getInt(segment.end() - TRAILER);
    int size = framed.getInt(segment.end() - 4);
    if (size < 0 || size > Segment.MOST_BYTES) {
      throw BadBundle.because(
          "a segment would unpack to " + Integer.toUnsignedString(size) + " bytes");
    }
    Slice content = target.extend(size);
    inflate(segment, content);
    if ((int) crc(content.buffer()) != crc) {
      throw BadBundle.because("the checksum of a segment is wrong");
    }
  }

  private static void inflate(Slice segment, Slice content) {
    Inflater inflater = new Inflater(true);
    try {
      int length = segment.length() - HEADER - TRAILER;
      inflater.setInput(segment.array(), segment.from() + HEADER, length);
      int count = 0;
      while (count < content.length() && !inflater.finished()) {
        int more =
            inflater.inflate(content.array(), content.from() + count, content.length() - count);
        if (more == 0 && !inflater.finished()) {
          throw BadBundle.because("a segment ends within its content");
        }
        count += more;
      }
      // an empty read lets the inflater see the end of the stream, and nothing beyond it
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) > 0;
      if (more
          || count != content.length()
          || !inflater.finished()
          || inflater.getRemaining() > 0) {
        throw BadBundle.because("a segment does not unpack to the size that it states");
      }
    } catch (DataFormatException e) {
      throw BadBundle.because("a segment does not unpack", e);
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
