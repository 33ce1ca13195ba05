package org.stellaops.attestor.bundle.archive;

import java.util.List;
import java.util.function.ToLongFunction;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A part of a bundle that is compressed separately and contains whole files of the archive.
 *
 * @param compression how it is compressed
 * @param fileCount number of files in it; 0 for the end of the archive
 * @param buffer its bytes as in the bundle, framing included, and nothing else
 */
public record Segment(Compression compression, int fileCount, ReusableBuffer buffer) {
  /** The greatest size of the content of a segment with several files. */
  public static final int TARGET_BYTES = 1 << 20;

  /** The greatest number of files in a segment. */
  public static final int MAX_FILES = 512;

  /** The greatest size of the content: the target and one entry bundle of the greatest size. */
  public static final int MAX_CONTENT_BYTES = TARGET_BYTES + (20 << 20);

  /** Creates a pool of buffers for contents and segments that keeps all of them. */
  public static BufferPool bufferPool() {
    return new BufferPool(TARGET_BYTES, Integer.MAX_VALUE);
  }

  /** The number of files from the start of a list that fit in one segment, at least one. */
  public static <T> int filesThatFit(List<T> files, ToLongFunction<T> size) {
    int count = 1;
    long bytes = TarFiles.paddedSize(size.applyAsLong(files.get(0)));
    while (count < Math.min(files.size(), MAX_FILES)) {
      bytes += TarFiles.paddedSize(size.applyAsLong(files.get(count)));
      if (bytes > TARGET_BYTES) {
        break;
      }
      count++;
    }
    return count;
  }

  /** Decompresses the content: tar headers and files. */
  public ByteSlice content() {
    return content(new ReusableBuffer(0));
  }

  /** Decompresses the content into an empty buffer. */
  public ByteSlice content(ReusableBuffer target) {
    compression.codec().decode(buffer.content(), target);
    return target.content();
  }
}
