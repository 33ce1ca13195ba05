package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A part of a bundle that is compressed on its own and holds whole files of the archive.
 *
 * @param compression how
 * @param fileCount number of files in it; 0 for the one that ends the archive
 * @param buffer where its bytes are as they lie in the bundle, with their framing, and nothing else
 */
public record Segment(Compression compression, int fileCount, ReusableBuffer buffer) {
  /** What the files of a segment take together, roughly, unless a single one takes more. */
  public static final int TARGET_BYTES = 1 << 20;

  /** The most files of a segment. */
  public static final int MAX_FILES = 512;

  /** The most bytes of content: the target, and one file of the largest kind beyond it. */
  public static final int MAX_CONTENT_BYTES = TARGET_BYTES + (20 << 20);

  /** Rooms for contents and segments, all of which are kept for as long as the work takes. */
  public static BufferPool bufferPool() {
    return new BufferPool(TARGET_BYTES, Integer.MAX_VALUE);
  }

  /** The content: archived files, one after the other. */
  public ByteSlice content() {
    return content(new ReusableBuffer(0));
  }

  /** The same in an empty room. */
  public ByteSlice content(ReusableBuffer target) {
    compression.codec().decode(buffer.content(), target);
    return target.content();
  }
}
