package org.stellaops.attestor.bundle.read;

import java.util.List;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedFile;

/** The files of a segment, verified against the signed root, in pooled buffers. */
public final class VerifiedSegment {
  private final List<VerifiedFile> files;
  private final List<ReusableBuffer> buffers;
  private final BufferPool pool;

  /**
   * Creates a segment.
   *
   * @param buffers contain the files
   * @param pool the owner of the buffers
   */
  VerifiedSegment(List<VerifiedFile> files, List<ReusableBuffer> buffers, BufferPool pool) {
    this.files = List.copyOf(files);
    this.buffers = buffers;
    this.pool = pool;
  }

  /** The files; their contents are valid until {@link #release}. */
  public List<VerifiedFile> files() {
    return files;
  }

  /** Returns the buffers to the pool. */
  public void release() {
    buffers.forEach(pool::release);
  }
}
