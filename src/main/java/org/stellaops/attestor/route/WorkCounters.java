package org.stellaops.attestor.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/**
 * What a cycle or a unit of work has done so far, and what stopped it. Safe for many threads.
 *
 * <p>Steps that run side by side do not end one another. The first that fails is remembered here,
 * no further one is begun, and the failure is raised when all that had begun have ended: until then
 * the log's lock is needed.
 */
public final class WorkCounters {
  private final LongAdder requests = new LongAdder();
  private final LongAdder tiles = new LongAdder();
  private final LongAdder entryBundles = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Queue<Resource> unsynced = new ConcurrentLinkedQueue<>();
  private final AtomicReference<@Nullable Exception> firstFailure = new AtomicReference<>();

  /** A step failed. */
  public void recordFailure(Exception failure) {
    firstFailure.compareAndSet(null, failure);
  }

  /** Raises the failure of the step that failed first, if one did. */
  public void requireNoFailure() throws Exception {
    Exception failure = firstFailure.get();
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * The same elements until a step has failed. If the next one cannot be told, that is a failure.
   * One that was promised is given, whatever fails meanwhile: a split that streams side by side
   * takes a broken promise for its end, and goes on without what is in flight.
   */
  public <T> Iterator<T> untilFailure(Iterator<T> all) {
    return new Iterator<>() {
      private boolean promised;

      @Override
      public boolean hasNext() {
        try {
          promised = promised || (firstFailure.get() == null && all.hasNext());
          return promised;
        } catch (RuntimeException e) {
          recordFailure(e);
          return false;
        }
      }

      @Override
      public T next() {
        promised = false;
        return all.next();
      }
    };
  }

  /** A request goes out. */
  public void countRequest() {
    requests.increment();
  }

  /** A verified file was written. */
  public void countWritten(Resource resource, long size) {
    (resource instanceof Tile ? tiles : entryBundles).increment();
    bytes.add(size);
    unsynced.add(resource);
  }

  /** A verified file was there already, and whoever wrote it may not have settled it. */
  public void markFound(Resource resource) {
    unsynced.add(resource);
  }

  /** What was written or found since the last call, to be settled on disk together. */
  public Collection<Resource> takeUnsynced() {
    List<Resource> taken = new ArrayList<>();
    for (Resource next = unsynced.poll(); next != null; next = unsynced.poll()) {
      taken.add(next);
    }
    return taken;
  }

  /** A worker did its part of the work. */
  public void add(UnitReport report) {
    requests.add(report.requests());
    tiles.add(report.tiles());
    entryBundles.add(report.entryBundles());
    bytes.add(report.bytes());
  }

  /** Requests made. */
  public long requests() {
    return requests.sum();
  }

  /** Hash tiles written. */
  public long tiles() {
    return tiles.sum();
  }

  /** Entry bundles written. */
  public long entryBundles() {
    return entryBundles.sum();
  }

  /** Bytes written. */
  public long bytes() {
    return bytes.sum();
  }
}
