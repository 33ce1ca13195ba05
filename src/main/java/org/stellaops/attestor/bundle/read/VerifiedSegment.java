package org.stellaops.attestor.bundle.read;

import java.util.List;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedFile;

/** Files of a segment that are what the signed root commits to. */
public final class VerifiedSegment {
  private final List<VerifiedFile> files;
  private final List<ReusableBuffer> buffers;
  private final BufferPool pool;

  /**
   * Files in a room.
   *
   * @param buffers the rooms that are not needed any more once the files are not
   * @param pool to give them back to
   */
  VerifiedSegment(List<VerifiedFile> files, List<ReusableBuffer> buffers, BufferPool pool) {
    this.files = List.copyOf(files);
    this.buffers = buffers;
    this.pool = pool;
  }

  /** The files, whose content is there until {@link #release}. */
  public List<VerifiedFile> files() {
    return files;
  }

  /** The content is not needed any more: its room is for another piece. */
  public void release() {
    buffers.forEach(pool::release);
  }
}
