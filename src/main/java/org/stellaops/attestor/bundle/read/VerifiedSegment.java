package org.stellaops.attestor.bundle.read;

import java.util.List;
import org.stellaops.attestor.mirror.BufferPool;
import org.stellaops.attestor.mirror.ReusableBuffer;
import org.stellaops.attestor.mirror.VerifiedFile;

/**
 * The files of a segment, verified against the signed root, in pooled buffers.
 *
 * @param files the files; their contents are valid until {@link #release}
 * @param buffers contain the files
 * @param pool the owner of the buffers
 */
public record VerifiedSegment(
    List<VerifiedFile> files, List<ReusableBuffer> buffers, BufferPool pool) {
  /** Returns the buffers to the pool. */
  public void release() {
    buffers.forEach(pool::release);
  }
}
