package org.stellaops.attestor.route.sync;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Headers;
import org.apache.camel.Variable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.route.fetch.CacheBypass;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Plans what the pending checkpoint commits to, admits what comes, and keeps the score. */
public final class Tiles {
  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final SyncMetrics metrics;
  private final SyncListener listener;
  private final TileBudget budget;

  /** Brings tiles into this tree within this budget. */
  public Tiles(
      BackendCatalog backends,
      CheckpointStore store,
      MirrorTree tree,
      SyncMetrics metrics,
      SyncListener listener,
      TileBudget budget) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.metrics = metrics;
    this.listener = listener;
    this.budget = budget;
  }

  /** Whether tiles are mirrored at all, and some of the pending checkpoint's are not there. */
  public boolean hasMissing(@Variable("cycle") SyncCycle cycle) {
    return budget.enabled() && cycle.backend().hasTiles() && !state(cycle).isComplete();
  }

  /** Whether the right edge of the pending checkpoint was proved in this cycle already. */
  public boolean needsRightEdge(@Variable("cycle") SyncCycle cycle) {
    return cycle.rightEdge().isEmpty();
  }

  /** Plans the way from what is covered to the pending checkpoint. */
  public void plan(@Variable("cycle") SyncCycle cycle) {
    LogState state = state(cycle);
    FetchPlan plan =
        new FetchPlan(
            cycle.backend(), cycle.rightEdge().orElseThrow(), state.covered(), budget.perCycle());
    cycle.setPlan(plan);
    listener.onStart(cycle.backend().id(), plan.fetchCount());
  }

  /** The full tiles above level 1, from the top down; a child is named once its parent is there. */
  public Iterator<ExpectedResource> upperTiles(@Variable("cycle") SyncCycle cycle) {
    return cycle.plan().upperTiles(tile -> presentTile(cycle, tile));
  }

  /** The partial tiles at the right edge, proved already. */
  public List<VerifiedFile> rightEdgeFiles(@Variable("cycle") SyncCycle cycle) {
    return cycle.plan().rightEdgeFiles();
  }

  /** Returns when what was written so far would survive a power failure. */
  public void sync(
      @Variable("backend") String backend, @Variable("counters") WorkCounters counters) {
    tree.sync(backends.get(backend).origin(), counters.takeUnsynced());
  }

  /** The units of work, from the left; no further ones once one has failed. */
  public Iterator<WorkUnit> units(@Variable("cycle") SyncCycle cycle) {
    return cycle.counters().untilFailure(cycle.plan().units(tile -> presentTile(cycle, tile)));
  }

  /** Remembers that a unit failed, beside others that go on. */
  public void recordFailure(
      @Variable("cycle") SyncCycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    cycle.counters().recordFailure(thrown);
  }

  /** Raises the failure of a unit, now that all others have ended. */
  public void requireNoFailure(@Variable("cycle") SyncCycle cycle) throws Exception {
    cycle.counters().requireNoFailure();
  }

  /** Notes that a unit is done, or raises the worker's failure. */
  public void complete(@Variable("cycle") SyncCycle cycle, @Body UnitReport report) {
    cycle.counters().add(report);
    long covered = cycle.coverage().add(report.requireSuccess());
    store.advanceCovered(cycle.origin(), covered);
  }

  /** What to ask the log for. */
  public FetchRequest request(@Variable("expected") ExpectedResource expected) {
    return FetchRequest.of(expected);
  }

  /**
   * What to ask for after a refusal: the same of the log itself, since a cache on the way may be
   * damaged. Raises every other failure again.
   */
  public FetchRequest requestNoCache(
      @Variable("expected") ExpectedResource expected,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    CacheBypass.rethrowUnlessBadTile(expected.backend(), FailureMapper.map(thrown));
    return FetchRequest.of(expected).withNoCache();
  }

  /** Lets bytes pass that are what the parent commits to. */
  public List<VerifiedFile> verify(
      @Variable("expected") ExpectedResource expected, @Body Download download) {
    Resource received = download.request().resource().orElseThrow();
    return download.checkInPlace(content -> expected.verify(received, content));
  }

  /** Tells the file endpoint where a file belongs, below the base path. */
  public void setFileName(
      @Variable("backend") String backend,
      @Body VerifiedFile file,
      @Headers Map<String, Object> headers) {
    headers.put(Exchange.FILE_NAME, tree.path(backends.get(backend).origin(), file.resource()));
  }

  /**
   * Counts a file that has its final name now, if it is whole. A disk that is nearly full takes the
   * beginning of a file without an error, and the file endpoint does not look how much was taken.
   *
   * @throws AttestorException with {@code disk} if only a part is there, which is removed then
   */
  public void fileWritten(
      @Variable("backend") String backend,
      @Variable("counters") WorkCounters counters,
      @Body VerifiedFile file) {
    requireComplete(backends.get(backend).origin(), file);
    counters.countWritten(file.resource(), file.length());
    metrics.recordCached(backend, file.resource());
    listener.onWritten(backend, file.resource(), file.length());
  }

  private void requireComplete(Origin origin, VerifiedFile file) {
    if (tree.size(origin, file.resource()).orElse(0) != file.length()) {
      tree.remove(origin, file.resource().path());
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file.resource() + ": the disk took only a part of it",
          "check free space below attestor.tileCache.basePath");
    }
  }

  private TileHashes presentTile(SyncCycle cycle, Tile tile) {
    return cycle
        .rightEdge()
        .map(rightEdge -> rightEdge.tiles().get(tile))
        .or(() -> tree.tile(cycle.origin(), tile))
        .orElseThrow(() -> new IllegalStateException(tile + " was to be there by now"));
  }

  private LogState state(SyncCycle cycle) {
    return store.find(cycle.origin()).orElseThrow();
  }
}
