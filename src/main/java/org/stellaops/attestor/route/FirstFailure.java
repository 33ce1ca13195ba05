package org.stellaops.attestor.route;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records the failure of the parallel step that failed first. No further step begins after it. It
 * is thrown when all running steps have ended, because they need the lock of the log. Safe for many
 * threads.
 */
public final class FirstFailure {
  private final AtomicReference<@Nullable Exception> first = new AtomicReference<>();

  public void record(Exception failure) {
    first.compareAndSet(null, failure);
  }

  /** Throws the failure of the step that failed first, if one did. */
  public void requireNone() throws Exception {
    Exception failure = first.get();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * The same elements until a step has failed. An exception of {@code hasNext()} is recorded and
   * ends them. Once {@code hasNext()} returned true, {@code next()} always returns an element: a
   * parallel streaming split takes an exception for the end and does not wait for running steps.
   */
  public <T> Iterator<T> until(Iterator<T> all) {
    return new Iterator<>() {
      private boolean hasNext;

      @Override
      public boolean hasNext() {
        try {
          hasNext = hasNext || (first.get() == null && all.hasNext());
          return hasNext;
        } catch (RuntimeException e) {
          record(e);
          return false;
        }
      }

      @Override
      public T next() {
        hasNext = false;
        return all.next();
      }
    };
  }
}
