package org.stellaops.attestor.bundle.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Writes segments in their order, although several threads compress them (the Resequencer of
 * Enterprise Integration Patterns). A thread that adds a segment too early leaves it here and
 * continues; the thread that adds the missing one writes it and all that follow. {@link #add}
 * blocks only while {@value #MAX_WAITING} segments are ahead of the missing one.
 *
 * <p>There is no deadlock, because segments are started in their order: the thread with the missing
 * segment never blocks.
 */
public final class SegmentResequencer {
  private static final int MAX_WAITING = 8;

  private final Consumer<ByteSlice> output;
  private final Map<Long, CompressedSegment> waiting = new HashMap<>();
  private long nextIndex;
  private boolean writing;
  private @Nullable RuntimeException failure;

  /**
   * Starts with segment 0.
   *
   * @param output receives the segments in their order, from one thread at a time
   */
  public SegmentResequencer(Consumer<ByteSlice> output) {
    this.output = output;
  }

  /**
   * Adds a segment. It is written after those before it, by this thread or another one.
   *
   * @throws RuntimeException the failure of the output or the cause given to {@link #abort}
   */
  public void add(CompressedSegment segment) {
    enqueue(segment);
    for (CompressedSegment ready = pollNext(); ready != null; ready = pollNext()) {
      try {
        output.accept(ready.content());
      } catch (RuntimeException e) {
        throw abort(e);
      }
      ready.release();
      advance();
    }
  }

  private synchronized void enqueue(CompressedSegment segment) {
    try {
      while (failure == null && segment.index() >= nextIndex + MAX_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abort(new IllegalStateException("interrupted while waiting to write a segment", e));
    }
    throwIfAborted();
    waiting.put(segment.index(), segment);
  }

  /** The next segment; null if it was not added yet or another thread is writing. */
  private synchronized @Nullable CompressedSegment pollNext() {
    throwIfAborted();
    CompressedSegment ready = writing ? null : waiting.remove(nextIndex);
    writing |= ready != null;
    return ready;
  }

  private synchronized void advance() {
    nextIndex++;
    writing = false;
    notifyAll();
  }

  /** Ends all current and later calls of {@link #add} with this exception. */
  public synchronized RuntimeException abort(RuntimeException cause) {
    if (failure == null) {
      failure = cause;
    }
    notifyAll();
    return cause;
  }

  private void throwIfAborted() {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Checks after the last call of {@link #add} that all segments were written.
   *
   * @throws IllegalStateException if one was not added
   */
  public synchronized void requireComplete() {
    throwIfAborted();
    if (!waiting.isEmpty()) {
      throw new IllegalStateException(
          "unexpected order: segment " + nextIndex + " of the tree was not added");
    }
  }
}
