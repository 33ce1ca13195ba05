package org.stellaops.attestor.route;

import java.util.concurrent.atomic.LongAdder;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;

/** Counts what an operation or a unit of work has done so far. Safe for many threads. */
public final class WorkCounters {
  private final LongAdder requests = new LongAdder();
  private final LongAdder tiles = new LongAdder();
  private final LongAdder entryBundles = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** Counts a request, whether it succeeds or not. */
  public void countRequest() {
    requests.increment();
  }

  /** Counts a verified file that was written. */
  public void countWritten(Resource resource, long size) {
    (resource instanceof Tile ? tiles : entryBundles).increment();
    bytes.add(size);
  }

  /** Adds what a worker has done. */
  public void add(UnitReport report) {
    requests.add(report.requests());
    tiles.add(report.tiles());
    entryBundles.add(report.entryBundles());
    bytes.add(report.bytes());
  }

  public long requests() {
    return requests.sum();
  }

  public long tiles() {
    return tiles.sum();
  }

  public long entryBundles() {
    return entryBundles.sum();
  }

  public long bytes() {
    return bytes.sum();
  }
}
