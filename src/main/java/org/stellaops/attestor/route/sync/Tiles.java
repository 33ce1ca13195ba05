package org.stellaops.attestor.route.sync;

import java.util.Iterator;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.metrics.SyncMetrics;
import org.stellaops.attestor.mirror.HeadTransition;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.FetchPlan;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.mirror.store.CheckpointStore;
import org.stellaops.attestor.mirror.store.LogState;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.fetch.CacheBypass;
import org.stellaops.attestor.route.fetch.Download;
import org.stellaops.attestor.route.fetch.FetchAttempt;
import org.stellaops.attestor.route.fetch.FetchContext;
import org.stellaops.attestor.route.fetch.FetchRequest;
import org.stellaops.attestor.tlog.Resource;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/** Plans, verifies and counts the files that the pending checkpoint commits to. */
public record Tiles(
    CheckpointStore store,
    MirrorTree tree,
    SyncMetrics metrics,
    SyncListener listener,
    TileBudget budget) {
  /**
   * Whether tiles are mirrored, and some of the pending checkpoint's are missing. Into a damaged
   * mirror nothing is written but what was lost, on request.
   */
  public boolean hasMissing(@Variable("headUpdate") SyncCycle cycle) {
    return budget.enabled()
        && cycle.backend().hasTiles()
        && (cycle.restoreFrom().isPresent()
            || !cycle.state().orElseThrow().isComplete()
                && cycle.state().orElseThrow().damage().isEmpty());
  }

  /** Whether the checkpoint is the pending one and nothing is to be mirrored. */
  public boolean isUnchanged(@Variable("headUpdate") SyncCycle cycle) {
    return cycle.transition() instanceof HeadTransition.Unchanged && !hasMissing(cycle);
  }

  /** Whether the right edge of the pending checkpoint is not proved yet in this cycle. */
  public boolean needsRightEdge(@Variable("headUpdate") HeadUpdate update) {
    return update.rightEdge().isEmpty();
  }

  /**
   * Plans the download from the covered size, or from the first lost file, to the pending
   * checkpoint.
   */
  public void plan(@Variable("headUpdate") SyncCycle cycle) {
    LogState state = cycle.state().orElseThrow();
    FetchPlan plan =
        new FetchPlan(
            cycle.backend(),
            cycle.rightEdge().orElseThrow(),
            Math.min(state.covered(), cycle.restoreFrom().orElse(Long.MAX_VALUE)),
            budget.perCycle());
    cycle.setPlan(plan);
    listener.onStart(cycle.backend().id(), plan.fetchCount());
  }

  /** The full tiles above level 1, top-down; a child follows after its parent is on disk. */
  public Iterator<ExpectedResource> upperTiles(@Variable("headUpdate") SyncCycle cycle) {
    return cycle.plan().upperTiles(tile -> presentTile(cycle, tile));
  }

  /** The partial tiles at the right edge, already proved. */
  public List<VerifiedFile> rightEdgeFiles(@Variable("headUpdate") SyncCycle cycle) {
    return cycle.plan().rightEdgeFiles();
  }

  /** Flushes the files written so far to disk. */
  public void sync(@Variable("operation") MirrorOperation operation) {
    tree.sync(operation.backend().origin(), operation.unflushedFiles().takeAll());
  }

  /** The units of work from the left; none after the first failure. */
  public Iterator<WorkUnit> units(@Variable("headUpdate") SyncCycle cycle) {
    return cycle.firstFailure().until(cycle.plan().units(tile -> presentTile(cycle, tile)));
  }

  /** Records the failure of a parallel step; the others go on. */
  public void recordFailure(
      @Variable("operation") MirrorOperation operation,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    operation.firstFailure().record(thrown);
  }

  /** Records the failure of a unit; the units in flight go on. */
  public void recordUnitFailure(
      @Variable("headUpdate") SyncCycle cycle,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    cycle.firstFailure().record(thrown);
  }

  /** Throws the first failure of the parallel steps, all of which have ended. */
  public void requireNoFailure(@Variable("operation") MirrorOperation operation) throws Exception {
    operation.firstFailure().requireNone();
  }

  /** Records that a unit is done, or throws the worker's failure. */
  public void complete(@Variable("headUpdate") SyncCycle cycle, @Body UnitReport report) {
    cycle.counters().add(report);
    long covered = cycle.coverage().add(report.requireSuccess());
    store.advanceCovered(cycle.origin(), covered);
    cycle.changeState(state -> state.withCovered(covered));
  }

  public FetchRequest request(@Body ExpectedResource expected) {
    return FetchRequest.of(expected);
  }

  /**
   * The same request with {@code Cache-Control: no-cache} after {@code bad_tile}, because a cache
   * may be damaged. Throws any other failure.
   */
  public FetchRequest requestNoCache(
      @Variable("operation") FetchContext context,
      @Variable("attempt") FetchAttempt failed,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    CacheBypass.rethrowUnlessBadTile(context.backendId(), FailureMapper.map(thrown));
    return failed.original().withNoCache();
  }

  /**
   * The files that a download proves. Their content may be in the buffer of the attempt.
   *
   * @throws AttestorException with {@code bad_tile} if the hash is not that in the parent
   */
  public List<VerifiedFile> verify(
      @Variable("attempt") FetchAttempt attempt, @Body Download download) {
    ExpectedResource expected = download.request().expected().orElseThrow();
    Resource received = download.request().resource().orElseThrow();
    List<VerifiedFile> files = download.checkInPlace(content -> expected.verify(received, content));
    if (files.stream().noneMatch(file -> attempt.isInBuffer(file.content()))) {
      attempt.releaseBuffer();
    }
    return files;
  }

  /** The same files for the file endpoint; the buffer is released when its file is closed. */
  public List<FileToWrite> filesToWrite(
      @Variable("operation") MirrorOperation operation,
      @Variable("attempt") @Nullable FetchAttempt attempt,
      @Body List<VerifiedFile> files) {
    Origin origin = operation.backend().origin();
    return files.stream()
        .map(file ->
            new FileToWrite(
                tree.path(origin, file.resource()),
                file,
                attempt != null && attempt.isInBuffer(file.content())
                    ? attempt::releaseBuffer
                    : () -> {}))
        .toList();
  }

  /**
   * Counts a file under its final name after a check that it is complete. A nearly full disk may
   * truncate a file without an error, and the file endpoint does not detect that.
   *
   * @throws AttestorException with {@code disk} if it is truncated; the file is removed
   */
  public void fileWritten(
      @Variable("operation") MirrorOperation operation, @Body FileToWrite written) {
    VerifiedFile file = written.file();
    String backend = operation.backendId();
    requireComplete(operation.backend().origin(), file);
    operation.counters().countWritten(file.resource(), file.length());
    operation.unflushedFiles().add(file.resource());
    metrics.recordCached(backend, file.resource());
    listener.onWritten(backend, file.resource(), file.length());
  }

  private void requireComplete(Origin origin, VerifiedFile file) {
    if (tree.size(origin, file.resource()).orElse(0) != file.length()) {
      tree.remove(origin, file.resource().path());
      throw new AttestorException(
          Failure.DISK,
          "cannot write " + file.resource() + ": only a part of it was written",
          "check free space below attestor.tileCache.basePath");
    }
  }

  private TileHashes presentTile(SyncCycle cycle, Tile tile) {
    return cycle
        .rightEdge()
        .map(rightEdge -> rightEdge.tiles().get(tile))
        .or(() -> tree.tile(cycle.origin(), tile))
        .orElseThrow(() -> new IllegalStateException(tile + " is missing"));
  }
}
