package org.stellaops.attestor.bundle.read;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.stellaops.attestor.bundle.archive.BundleErrors;
import org.stellaops.attestor.bundle.archive.Compression;
import org.stellaops.attestor.bundle.archive.Segment;
import org.stellaops.attestor.bundle.archive.SegmentCodec;
import org.stellaops.attestor.bundle.format.BundleSource;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;
import org.stellaops.attestor.tlog.Sha256;

/**
 * Reads a bundle segment by segment without decompressing them. Uses at most the memory of one
 * segment of the greatest allowed size.
 */
final class SegmentReader implements AutoCloseable {
  private static final int MAX_SEGMENT_BYTES = Segment.MAX_CONTENT_BYTES + (1 << 17);
  private static final int LENGTH_AND_COUNT_BYTES = 8;

  private final Path file;
  private final Compression compression;
  private final InputStream in;
  private final MessageDigest digest = Sha256.newDigest();
  private long bytesRead;

  private SegmentReader(Path file, Compression compression, InputStream in) {
    this.file = file;
    this.compression = compression;
    this.in = in;
  }

  /** Reads from a source that the caller opens; the path has the name for messages. */
  static SegmentReader open(Path file, BundleSource source) {
    Compression compression = Compression.of(file);
    try {
      return new SegmentReader(file, compression, new BufferedInputStream(source.open(), 1 << 16));
    } catch (IOException e) {
      throw BundleErrors.unreadable(file, e);
    }
  }

  /** Reads the next segment. */
  Segment next() {
    return next(new ReusableBuffer(0));
  }

  /** Reads the next segment into an empty buffer. */
  Segment next(ReusableBuffer buffer) {
    byte[] prefix = compression.codec().segmentPrefix();
    byte[] actual = readBytes(prefix.length);
    if (!Arrays.equals(actual, prefix)) {
      throw BundleErrors.rejected(
          bytesRead == actual.length
              ? "not a bundle: unexpected first bytes"
              : "segment: invalid header");
    }
    byte[] numbers = readBytes(LENGTH_AND_COUNT_BYTES);
    ByteBuffer lengthAndCount = ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN);
    long remaining = compression.codec().remainingBytes(lengthAndCount.getInt());
    int fileCount = lengthAndCount.getInt();
    if (remaining < 1
        || remaining > MAX_SEGMENT_BYTES
        || fileCount < 0
        || fileCount > Segment.MAX_FILES) {
      throw BundleErrors.rejected(
          "segment: invalid size: " + remaining + " bytes with " + fileCount + " files");
    }
    buffer.append(prefix);
    buffer.append(numbers);
    readInto(buffer.extend((int) remaining));
    return new Segment(compression, fileCount, buffer);
  }

  /**
   * Reads the trailer and the end of the file.
   *
   * @return SHA-256 of the whole file, 64 hexadecimal digits
   */
  String finish() {
    byte[] expected = Sha256.digestSoFar(digest);
    byte[] prefix = compression.codec().trailerPrefix();
    byte[] suffix = compression.codec().trailerSuffix();
    if (!Arrays.equals(readBytes(prefix.length), prefix)) {
      throw BundleErrors.rejected("trailer missing or damaged");
    }
    if (!Arrays.equals(readBytes(SegmentCodec.DIGEST_BYTES), expected)
        || !Arrays.equals(readBytes(suffix.length), suffix)) {
      throw BundleErrors.rejected("digest mismatch: its bytes are not those that were exported");
    }
    try {
      if (in.read() >= 0) {
        throw BundleErrors.rejected("data after the trailer");
      }
    } catch (IOException e) {
      throw BundleErrors.unreadable(file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Bytes read so far. */
  long bytesRead() {
    return bytesRead;
  }

  private byte[] readBytes(int length) {
    byte[] result = new byte[length];
    readInto(ByteSlice.of(result));
    return result;
  }

  private void readInto(ByteSlice target) {
    try {
      int count = in.readNBytes(target.array(), target.from(), target.length());
      bytesRead += count;
      if (count < target.length()) {
        throw BundleErrors.rejected("truncated after " + bytesRead + " bytes");
      }
      digest.update(target.array(), target.from(), count);
    } catch (IOException e) {
      throw BundleErrors.unreadable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw BundleErrors.unreadable(file, e);
    }
  }
}
