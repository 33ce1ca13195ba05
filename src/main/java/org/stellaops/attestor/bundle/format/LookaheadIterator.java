package org.stellaops.attestor.bundle.format;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that computes each element in {@link #hasNext}, so that errors are thrown there and
 * not by {@link #next}.
 */
public abstract class LookaheadIterator<T> implements Iterator<T> {
  private @Nullable T next;

  /** Computes the next element; null after the last one. */
  protected abstract @Nullable T advance();

  @Override
  public final boolean hasNext() {
    if (next == null) {
      next = advance();
    }
    return next != null;
  }

  @Override
  public final T next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    T element = next;
    next = null;
    return element;
  }
}
