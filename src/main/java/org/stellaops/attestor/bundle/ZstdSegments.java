package org.stellaops.attestor.bundle;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteOrder;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * Segments as frames of a Zstandard file (RFC 8878). The framing is a skippable frame before each:
 * the length of the frame that follows and the number of files in it. The seal is a skippable frame
 * with the digest.
 */
final class ZstdSegments implements SegmentCodec {
  private static final byte[] SEGMENT_HEAD = {0x50, 0x2a, 0x4d, 0x18, 8, 0, 0, 0};
  private static final byte[] SEAL_HEAD = {0x5e, 0x2a, 0x4d, 0x18, DIGEST_BYTES, 0, 0, 0};
  private static final int HEADER = SEGMENT_HEAD.length + 8;
  private static final int LEVEL = 1;

  @Override
  public byte[] segmentHead() {
    return SEGMENT_HEAD.clone();
  }

  @Override
  public long rest(int length) {
    return length;
  }

  @Override
  public byte[] sealHead() {
    return SEAL_HEAD.clone();
  }

  @Override
  public byte[] sealTail() {
    return new byte[0];
  }

  /** Hashes cost zstd next to nothing: it sees that they do not compress and stores them. */
  @Override
  public void pack(int items, Slice content, boolean dense, FileRoom target) {
    try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true)) {
      Slice packed = target.extend(HEADER + Math.toIntExact(Zstd.compressBound(content.length())));
      int length =
          zstd.compressByteArray(
              packed.array(),
              packed.from() + HEADER,
              packed.length() - HEADER,
              content.array(),
              content.from(),
              content.length());
      packed.buffer().order(ByteOrder.LITTLE_ENDIAN).put(SEGMENT_HEAD).putInt(length).putInt(items);
      target.shorten(packed.from() + HEADER + length);
    }
  }

  @Override
  public void unpack(Slice segment, FileRoom target) {
    int frame = segment.from() + HEADER;
    int length = segment.length() - HEADER;
    long size = Zstd.getFrameContentSize(segment.array(), frame, length);
    if (size < 0 || size > Segment.MOST_BYTES) {
      throw BadBundle.because("a segment does not say what it unpacks to, or too much: " + size);
    }
    Slice content = target.extend((int) size);
    try {
      long count =
          Zstd.decompressByteArray(
              content.array(), content.from(), content.length(), segment.array(), frame, length);
      if (count != size) {
        throw BadBundle.because("a segment does not unpack to the size that it states");
      }
    } catch (ZstdException e) {
      throw BadBundle.because("a segment does not unpack", e);
    }
  }
}
