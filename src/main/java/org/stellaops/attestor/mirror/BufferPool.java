package org.stellaops.attestor.mirror;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Rooms for the content of files, one for each that is worked at. They are used again, which is
 * worth a tenth of a sync or an export: memory that was just in use is still near the processor.
 * Safe for many threads.
 */
public final class BufferPool {
  private static final int TILE_BYTES = 1 << 14;
  private static final int LARGE_BUNDLE_BYTES = 1 << 21;

  private final int initialBytes;
  private final int maxPooledBytes;
  private final Queue<ReusableBuffer> free = new ConcurrentLinkedQueue<>();

  /**
   * Has no room yet.
   *
   * @param initialBytes bytes that a new one has room for
   * @param maxPooledBytes bytes that one which is kept has room for; those that had to grow beyond
   *     that would hold memory long after the few files that needed it
   */
  public BufferPool(int initialBytes, int maxPooledBytes) {
    this.initialBytes = initialBytes;
    this.maxPooledBytes = maxPooledBytes;
  }

  /**
   * For single files: a tile at first, and larger where bundles of entries come. As many are kept
   * as there were files at once.
   */
  public static BufferPool forFiles() {
    return new BufferPool(TILE_BYTES, LARGE_BUNDLE_BYTES);
  }

  /** An empty one. */
  public ReusableBuffer acquire() {
    ReusableBuffer buffer = free.poll();
    return buffer == null ? new ReusableBuffer(initialBytes) : buffer;
  }

  /** Nobody reads any more what is in it. One that is not given back is no loss. */
  public void release(ReusableBuffer buffer) {
    if (buffer.capacity() <= maxPooledBytes) {
      buffer.clear();
      free.add(buffer);
    }
  }
}
