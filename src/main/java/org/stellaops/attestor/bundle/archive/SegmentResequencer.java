package org.stellaops.attestor.bundle.archive;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.ByteSlice;

/**
 * Writes pieces in their turn, whichever of them is packed first. Whoever brings one that comes too
 * early leaves it here and goes on with the next; whoever brings the one that is missing writes
 * those behind it too. Only where too many are waiting does nobody leave a further one.
 *
 * <p>Nobody waits for ever, because pieces are begun in their turn: the one that is missing is
 * being packed by somebody who does not wait.
 */
public final class SegmentResequencer {
  private static final int MAX_WAITING = 8;

  private final Consumer<ByteSlice> output;
  private final Map<Long, CompressedSegment> waiting = new HashMap<>();
  private long nextIndex;
  private boolean writing;
  private @Nullable RuntimeException failure;

  /**
   * Begins with piece 0.
   *
   * @param output is given one segment after the other, by one thread at a time
   */
  public SegmentResequencer(Consumer<ByteSlice> output) {
    this.output = output;
  }

  /** Takes a piece; it is written when those before it are, perhaps by somebody else. */
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
      throw abort(new IllegalStateException("interrupted before its turn", e));
    }
    throwIfAborted();
    waiting.put(segment.index(), segment);
  }

  /** The piece whose turn it is; none if it is not here, or another thread is writing. */
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

  /** No further piece will come: those that wait for it are let go. */
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
   * Checks that all have been written, once nobody is adding any more.
   *
   * @throws IllegalStateException if one has never come
   */
  public synchronized void requireComplete() {
    throwIfAborted();
    if (!waiting.isEmpty()) {
      throw new IllegalStateException("bad math: piece " + nextIndex + " of the tree never came");
    }
  }
}
