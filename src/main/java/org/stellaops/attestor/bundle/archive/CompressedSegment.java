package org.stellaops.attestor.bundle.archive;

import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.tlog.ByteSlice;

/** A segment that waits for its turn. */
public final class CompressedSegment {
  private final long index;
  private final int fileCount;
  private final ReusableBuffer buffer;
  private final BufferPool pool;

  /**
   * A segment in a room.
   *
   * @param index its position among the pieces of the tree, from 0
   * @param fileCount number of files in it
   * @param buffer in which there is nothing else
   * @param pool to give it back to
   */
  public CompressedSegment(long index, int fileCount, ReusableBuffer buffer, BufferPool pool) {
    this.index = index;
    this.fileCount = fileCount;
    this.buffer = buffer;
    this.pool = pool;
  }

  /** Its position among the pieces of the tree, from 0. */
  long index() {
    return index;
  }

  /** Number of files in it. */
  public int fileCount() {
    return fileCount;
  }

  /** Its bytes, which are there until {@link #release}. */
  ByteSlice content() {
    return buffer.content();
  }

  /** It is written: its room is for another piece. */
  void release() {
    pool.release(buffer);
  }
}
