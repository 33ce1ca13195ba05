package org.stellaops.attestor.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.stellaops.attestor.mirror.FileRoom;
import org.stellaops.attestor.tlog.Slice;

/**
 * Reads a bundle segment by segment, without unpacking any. Takes at most the memory of one
 * segment, whatever the file says.
 */
final class SegmentReader implements AutoCloseable {
  private static final int LARGEST = Segment.MOST_BYTES + (1 << 17);
  private static final int LENGTH_AND_ITEMS = 8;

  private final Path file;
  private final Compression compression;
  private final InputStream in;
  private final MessageDigest digest = ControlFile.newDigest();
  private long bytes;

  private SegmentReader(Path file, Compression compression, InputStream in) {
    this.file = file;
    this.compression = compression;
    this.in = in;
  }

  static SegmentReader open(Path file) {
    Compression compression = Compression.of(file);
    try {
      return new SegmentReader(
          file, compression, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    } catch (IOException e) {
      throw BadBundle.unreadable(file, e);
    }
  }

  /** The next segment. */
  Segment next() {
    return next(new FileRoom(0));
  }

  /** The next segment, into an empty room. */
  Segment next(FileRoom room) {
    byte[] head = compression.codec().segmentHead();
    byte[] came = take(head.length);
    if (!Arrays.equals(came, head)) {
      throw BadBundle.because(
          bytes == came.length
              ? "it is no bundle of this program; its first bytes are others"
              : "a segment begins in another way than export writes it");
    }
    byte[] numbers = take(LENGTH_AND_ITEMS);
    ByteBuffer two = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
    long rest = compression.codec().rest(two.getInt());
    int items = two.getInt();
    if (rest < 1 || rest > LARGEST || items < 0 || items > Segment.MOST_ITEMS) {
      throw BadBundle.because("a segment of " + rest + " bytes with " + items + " files");
    }
    room.append(head);
    room.append(numbers);
    takeInto(room.extend((int) rest));
    return new Segment(compression, items, room);
  }

  /**
   * Reads the seal, after which nothing may come.
   *
   * @return SHA-256 of the whole file
   */
  String finish() {
    byte[] expected = ((MessageDigest) copy()).digest();
    byte[] head = compression.codec().sealHead();
    byte[] tail = compression.codec().sealTail();
    if (!Arrays.equals(take(head.length), head)) {
      throw BadBundle.because("it goes on after its end, or its seal is damaged");
    }
    if (!Arrays.equals(take(SegmentCodec.DIGEST_BYTES), expected)
        || !Arrays.equals(take(tail.length), tail)) {
      throw BadBundle.because("its bytes are not those that were sealed");
    }
    try {
      if (in.read() >= 0) {
        throw BadBundle.because("there is something after its seal");
      }
    } catch (IOException e) {
      throw BadBundle.unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Bytes read so far. */
  long bytes() {
    return bytes;
  }

  private Object copy() {
    try {
      return digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of every Java platform can be copied", e);
    }
  }

  private byte[] take(int length) {
    byte[] taken = new byte[length];
    takeInto(Slice.of(taken));
    return taken;
  }

  private void takeInto(Slice target) {
    try {
      int count = in.readNBytes(target.array(), target.from(), target.length());
      bytes += count;
      if (count < target.length()) {
        throw BadBundle.because("it is truncated: the file ends after " + bytes + " bytes");
      }
      digest.update(target.array(), target.from(), count);
    } catch (IOException e) {
      throw BadBundle.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw BadBundle.unreadable(file, e);
    }
  }
}
