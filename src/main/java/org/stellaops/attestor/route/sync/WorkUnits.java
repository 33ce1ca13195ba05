package org.stellaops.attestor.route.sync;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.stellaops.attestor.checkpoint.Origin;
import org.stellaops.attestor.failure.AttestorException;
import org.stellaops.attestor.failure.Failure;
import org.stellaops.attestor.mirror.Backend;
import org.stellaops.attestor.mirror.BackendCatalog;
import org.stellaops.attestor.mirror.MirrorTree;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.plan.ExpectedResource;
import org.stellaops.attestor.mirror.plan.UnitReport;
import org.stellaops.attestor.mirror.plan.WorkUnit;
import org.stellaops.attestor.route.FailureMapper;
import org.stellaops.attestor.route.WorkCounters;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * A worker's view: one unit, which says itself what every byte must hash to. Knows nothing of the
 * cycle that sent it.
 */
public final class WorkUnits {
  private final BackendCatalog backends;
  private final MirrorTree tree;

  /** Brings units into this tree. */
  public WorkUnits(BackendCatalog backends, MirrorTree tree) {
    this.backends = backends;
    this.tree = tree;
  }

  /** The id of the unit's backend. */
  public String backend(@Body WorkUnit unit) {
    return unit.backend();
  }

  /** Begins to count. */
  public WorkCounters newCounters() {
    return new WorkCounters();
  }

  /** Whether the level-1 tile over the unit is not on disk. */
  public boolean needsParent(@Variable("unit") WorkUnit unit) {
    return unit.parent().isPresent() && parentOnDisk(unit).isEmpty();
  }

  /** The level-1 tile over the unit, with what it must hash to. */
  public ExpectedResource parent(@Variable("unit") WorkUnit unit) {
    return unit.parent().orElseThrow();
  }

  /** What of the unit is not on disk yet, from the left; nothing further once one has failed. */
  public Iterator<ExpectedResource> missingResources(
      @Variable("unit") WorkUnit unit, @Variable("counters") WorkCounters counters) {
    Backend backend = backends.get(unit.backend());
    parentOnDisk(unit).ifPresent(present -> counters.markFound(parent(unit).resource()));
    Iterator<ExpectedResource> children =
        unit.children(parentOnDisk(unit), backend.mirrorEntries());
    Iterable<ExpectedResource> iterable = () -> children;
    return counters.untilFailure(
        StreamSupport.stream(iterable.spliterator(), false)
            .filter(expected -> !isPresent(backend.origin(), expected, counters))
            .iterator());
  }

  /** Remembers that a child failed, beside others that go on. */
  public void recordFailure(
      @Variable("counters") WorkCounters counters,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    counters.recordFailure(thrown);
  }

  /** Raises the failure of a child, now that all others have ended. */
  public void requireNoFailure(@Variable("counters") WorkCounters counters) throws Exception {
    counters.requireNoFailure();
  }

  /** Reports that all of the unit is verified and on disk. */
  public UnitReport succeeded(
      @Variable("unit") WorkUnit unit, @Variable("counters") WorkCounters counters) {
    return report(unit, counters, null, "", "");
  }

  /** The unit failed; what was verified before that stays on disk. */
  public UnitReport failed(
      @Variable("unit") WorkUnit unit,
      @Variable("counters") WorkCounters counters,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException error = FailureMapper.map(thrown);
    return report(unit, counters, error.failure(), error.getMessage(), error.hint());
  }

  private static UnitReport report(
      WorkUnit unit,
      WorkCounters counters,
      @Nullable Failure failure,
      String message,
      String hint) {
    return new UnitReport(
        unit,
        failure,
        message,
        hint,
        counters.requests(),
        counters.tiles(),
        counters.entryBundles(),
        counters.bytes());
  }

  /** The parent from disk, if it is there and hashes to what the unit says. */
  private Optional<TileHashes> parentOnDisk(WorkUnit unit) {
    Origin origin = backends.get(unit.backend()).origin();
    return unit.parent()
        .flatMap(parent ->
            tree.tile(origin, (Tile) parent.resource())
                .filter(hashes -> hashes.root().equals(parent.expectedHash())));
  }

  /**
   * Whether the files are there and are what they must be. A name alone is not enough: after a
   * power failure a file can have its final name without its content. They may come from work that
   * was broken off before they were settled.
   */
  private boolean isPresent(Origin origin, ExpectedResource expected, WorkCounters counters) {
    if (!tree.has(origin, expected.resource())) {
      return false;
    }
    try {
      List<VerifiedFile> files =
          tree.read(origin, expected.resource())
              .map(bytes -> expected.verify(expected.resource(), bytes))
              .orElse(List.of());
      boolean present =
          !files.isEmpty() && files.stream().allMatch(file -> matchesDisk(origin, file));
      if (present) {
        files.forEach(file -> counters.markFound(file.resource()));
      }
      return present;
    } catch (AttestorException e) {
      if (e.failure() == Failure.BAD_TILE) {
        return false;
      }
      throw e;
    }
  }

  private boolean matchesDisk(Origin origin, VerifiedFile file) {
    return tree.read(origin, file.resource())
        .map(bytes -> Arrays.equals(bytes, file.bytes()))
        .orElse(false);
  }
}
