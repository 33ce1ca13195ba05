package org.stellaops.attestor.bundle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.tlog.Slice;

/**
 * Writes pieces in their turn, whichever of them is packed first. Whoever brings one that comes too
 * early leaves it here and goes on with the next; whoever brings the one that is missing writes
 * those behind it too. Only where too many are waiting does nobody leave a further one.
 *
 * <p>Nobody waits for ever, because pieces are begun in their turn: the one that is missing is
 * being packed by somebody who does not wait.
 */
final class PiecesInTurn {
  private static final int MOST_WAITING = 8;

  private final Consumer<Slice> file;
  private final Map<Long, PackedPiece> waiting = new HashMap<>();
  private long next;
  private boolean writing;
  private @Nullable RuntimeException failure;

  /**
   * Begins with piece 0.
   *
   * @param file is given one segment after the other, by one thread at a time
   */
  PiecesInTurn(Consumer<Slice> file) {
    this.file = file;
  }

  /** Takes a piece; it is written when those before it are, perhaps by somebody else. */
  void add(PackedPiece piece) {
    leave(piece);
    for (PackedPiece turn = take(); turn != null; turn = take()) {
      try {
        file.accept(turn.segment());
      } catch (RuntimeException e) {
        throw abandon(e);
      }
      turn.release();
      written();
    }
  }

  private synchronized void leave(PackedPiece piece) {
    try {
      while (failure == null && piece.turn() >= next + MOST_WAITING) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandon(new IllegalStateException("interrupted before its turn", e));
    }
    requireNoFailure();
    waiting.put(piece.turn(), piece);
  }

  /** The piece whose turn it is; none if it is not here, or another thread is writing. */
  private synchronized @Nullable PackedPiece take() {
    requireNoFailure();
    PackedPiece turn = writing ? null : waiting.remove(next);
    writing |= turn != null;
    return turn;
  }

  private synchronized void written() {
    next++;
    writing = false;
    notifyAll();
  }

  /** No further piece will come: those that wait for it are let go. */
  synchronized RuntimeException abandon(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
    return why;
  }

  private void requireNoFailure() {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Checks that all have been written, once nobody is adding any more.
   *
   * @throws IllegalStateException if one has never come
   */
  synchronized void finish() {
    requireNoFailure();
    if (!waiting.isEmpty()) {
      throw new IllegalStateException("bad math: piece " + next + " of the tree never came");
    }
  }
}
