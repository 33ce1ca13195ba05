package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.CheckpointStore;
import org.stellaops.attestor.mirror.LogState;
import org.stellaops.attestor.mirror.MirrorPlan;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.UnitReport;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.mirror.WorkUnit;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Plans what the pending checkpoint commits to, admits what comes, and keeps the score. */
public final class Tiles {
  private final BackendCatalog backends;
  private final CheckpointStore store;
  private final MirrorTree tree;
  private final SyncMetrics metrics;
  private final Progress progress;
  private final TileBudget budget;

  /** Brings tiles into this tree within this budget. */
  public Tiles(
      BackendCatalog backends,
      CheckpointStore store,
      MirrorTree tree,
      SyncMetrics metrics,
      Progress progress,
      TileBudget budget) {
    this.backends = backends;
    this.store = store;
    this.tree = tree;
    this.metrics = metrics;
    this.progress = progress;
    this.budget = budget;
  }

  /** Whether tiles are mirrored at all, and some of the pending checkpoint's are not there. */
  public boolean areMissing(@Variable("cycle") Cycle cycle) {
    return budget.enabled() && cycle.backend().hasTiles() && !state(cycle).complete();
  }

  /** Whether the right edge of the pending checkpoint was proved in this cycle already. */
  public boolean lackEdge(@Variable("cycle") Cycle cycle) {
    return cycle.edge().isEmpty();
  }

  /** Plans the way from what is covered to the pending checkpoint. */
  public void plan(@Variable("cycle") Cycle cycle) {
    LogState state = state(cycle);
    MirrorPlan plan =
        new MirrorPlan(
            cycle.backend(), cycle.edge().orElseThrow(), state.covered(), budget.perCycle());
    cycle.planned(plan);
    progress.begin(cycle.backend().id(), plan.amount());
  }

  /** The full tiles above level 1, from the top down; a child is named once its parent is there. */
  public Iterator<Wanted> upper(@Variable("cycle") Cycle cycle) {
    return cycle.plan().upperTiles(tile -> present(cycle, tile));
  }

  /** The partial tiles at the right edge, proved already. */
  public List<VerifiedFile> edge(@Variable("cycle") Cycle cycle) {
    return cycle.plan().edgeFiles();
  }

  /** Returns when what was written so far would survive a power failure. */
  public void settleOnDisk(@Variable("backend") String backend, @Variable("tally") Tally tally) {
    tree.settle(backends.get(backend).origin(), tally.takeUnsettled());
  }

  /** The units of work, from the left; no further ones once one has failed. */
  public Iterator<WorkUnit> units(@Variable("cycle") Cycle cycle) {
    return cycle.tally().untilFailure(cycle.plan().units(tile -> present(cycle, tile)));
  }

  /** Remembers that a unit failed, beside others that go on. */
  public void giveUp(
      @Variable("cycle") Cycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    cycle.tally().failed(thrown);
  }

  /** Raises the failure of a unit, now that all others have ended. */
  public void requireNoFailure(@Variable("cycle") Cycle cycle) throws Exception {
    cycle.tally().requireNoFailure();
  }

  /** Notes that a unit is done, or raises the worker's failure. */
  public void settle(@Variable("cycle") Cycle cycle, @Body UnitReport report) {
    cycle.tally().add(report);
    long covered = cycle.coverage().add(report.requireDone());
    store.advanceCovered(cycle.origin(), covered);
  }

  /** What to ask the log for. */
  public Request request(@Variable("wanted") Wanted wanted) {
    return Request.of(wanted);
  }

  /**
   * What to ask for after a refusal: the same of the log itself, since a cache on the way may be
   * damaged. Raises every other failure again.
   */
  public Request requestPastCaches(
      @Variable("wanted") Wanted wanted,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    Caches.blame(wanted.backend(), Failures.of(thrown));
    return Request.of(wanted).ofTheLogItself();
  }

  /** Lets bytes pass that are what the parent commits to. */
  public List<VerifiedFile> admit(@Variable("wanted") Wanted wanted, @Body Fetched fetched) {
    Resource came = fetched.request().resource().orElseThrow();
    return fetched.checkedInPlace(content -> wanted.admit(came, content));
  }

  /** Tells the file endpoint where a file belongs, below the base path. */
  public void name(
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
  public void written(
      @Variable("backend") String backend,
      @Variable("tally") Tally tally,
      @Body VerifiedFile file) {
    requireWhole(backends.get(backend).origin(), file);
    tally.written(file.resource(), file.length());
    metrics.cached(backend, file.resource());
    progress.wrote(backend, file.resource(), file.length());
  }

  private void requireWhole(Origin origin, VerifiedFile file) {
    if (tree.size(origin, file.resource()).orElse(0) != file.length()) {
      tree.remove(origin, file.resource().path());
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file.resource() + ": the disk took only a part of it",
          "check free space below attestor.tileCache.basePath");
    }
  }

  private TileHashes present(Cycle cycle, Tile tile) {
    return cycle
        .edge()
        .map(edge -> edge.tiles().get(tile))
        .or(() -> tree.tile(cycle.origin(), tile))
        .orElseThrow(() -> new IllegalStateException(tile + " was to be there by now"));
  }

  private LogState state(Cycle cycle) {
    return store.find(cycle.origin()).orElseThrow();
  }
}
