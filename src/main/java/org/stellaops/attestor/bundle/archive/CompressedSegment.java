package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * A segment that is ready to be written, in a pooled buffer.
 *
 * @param index its position among the segments of the tree, from 0
 * @param fileCount number of files in it
 * @param buffer contains the segment and nothing else
 * @param pool the owner of the buffer
 */
public record CompressedSegment(long index, int fileCount, ReusableBuffer buffer, BufferPool pool) {
  /** Its bytes, valid until {@link #release}. */
  ByteSlice content() {
    return buffer.content();
  }

  /** Returns the buffer to the pool. */
  void release() {
    pool.release(buffer);
  }
}
