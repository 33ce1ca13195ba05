package org.stellaops.attestor.route;

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
import org.stellaops.attestor.mirror.UnitReport;
import org.stellaops.attestor.mirror.VerifiedFile;
import org.stellaops.attestor.mirror.Wanted;
import org.stellaops.attestor.mirror.WorkUnit;
import org.stellaops.attestor.tlog.Tile;
import org.stellaops.attestor.tlog.TileHashes;

/**
 * A worker's view: one unit, which says itself what every byte must hash to. Knows nothing of the
 * cycle that sent it.
 */
public final class Units {
  private final BackendCatalog backends;
  private final MirrorTree tree;

  /** Brings units into this tree. */
  public Units(BackendCatalog backends, MirrorTree tree) {
    this.backends = backends;
    this.tree = tree;
  }

  /** The id of the unit's backend. */
  public String backend(@Body WorkUnit unit) {
    return unit.backend();
  }

  /** Begins to count. */
  public Tally tally() {
    return new Tally();
  }

  /** Whether the level-1 tile over the unit is not on disk. */
  public boolean lackParent(@Variable("unit") WorkUnit unit) {
    return unit.parent().isPresent() && parentOnDisk(unit).isEmpty();
  }

  /** The level-1 tile over the unit, with what it must hash to. */
  public Wanted parent(@Variable("unit") WorkUnit unit) {
    return unit.parent().orElseThrow();
  }

  /** What of the unit is not on disk yet, from the left; nothing further once one has failed. */
  public Iterator<Wanted> missing(@Variable("unit") WorkUnit unit, @Variable("tally") Tally tally) {
    Backend backend = backends.get(unit.backend());
    parentOnDisk(unit).ifPresent(there -> tally.found(parent(unit).resource()));
    Iterator<Wanted> all = unit.children(parentOnDisk(unit), backend.mirrorEntries());
    Iterable<Wanted> once = () -> all;
    return tally.untilFailure(
        StreamSupport.stream(once.spliterator(), false)
            .filter(wanted -> !isThere(backend.origin(), wanted, tally))
            .iterator());
  }

  /** Remembers that a child failed, beside others that go on. */
  public void giveUp(
      @Variable("tally") Tally tally,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    tally.failed(thrown);
  }

  /** Raises the failure of a child, now that all others have ended. */
  public void requireNoFailure(@Variable("tally") Tally tally) throws Exception {
    tally.requireNoFailure();
  }

  /** Reports that all of the unit is verified and on disk. */
  public UnitReport done(@Variable("unit") WorkUnit unit, @Variable("tally") Tally tally) {
    return report(unit, tally, null, "", "");
  }

  /** The unit failed; what was verified before that stays on disk. */
  public UnitReport failed(
      @Variable("unit") WorkUnit unit,
      @Variable("tally") Tally tally,
      @ExchangeProperty(Exchange.EXCEPTION_CAUGHT) Exception thrown) {
    AttestorException why = Failures.of(thrown);
    return report(unit, tally, why.failure(), why.getMessage(), why.hint());
  }

  private static UnitReport report(
      WorkUnit unit, Tally tally, @Nullable Failure failure, String message, String hint) {
    return new UnitReport(
        unit,
        failure,
        message,
        hint,
        tally.requests(),
        tally.tiles(),
        tally.entryBundles(),
        tally.bytes());
  }

  /** The parent from disk, if it is there and hashes to what the unit says. */
  private Optional<TileHashes> parentOnDisk(WorkUnit unit) {
    Origin origin = backends.get(unit.backend()).origin();
    return unit.parent()
        .flatMap(parent ->
            tree.tile(origin, (Tile) parent.resource())
                .filter(hashes -> hashes.root().equals(parent.expected())));
  }

  /**
   * Whether the files are there and are what they must be. A name alone is not enough: after a
   * power failure a file can have its final name without its content. They may come from work that
   * was broken off before they were settled.
   */
  private boolean isThere(Origin origin, Wanted wanted, Tally tally) {
    if (!tree.has(origin, wanted.resource())) {
      return false;
    }
    try {
      List<VerifiedFile> files =
          tree.read(origin, wanted.resource())
              .map(bytes -> wanted.admit(wanted.resource(), bytes))
              .orElse(List.of());
      boolean there = !files.isEmpty() && files.stream().allMatch(file -> holds(origin, file));
      if (there) {
        files.forEach(file -> tally.found(file.resource()));
      }
      return there;
    } catch (AttestorException e) {
      if (e.failure() == Failure.BAD_TILE) {
        return false;
      }
      throw e;
    }
  }

  private boolean holds(Origin origin, VerifiedFile file) {
    return tree.read(origin, file.resource())
        .map(bytes -> Arrays.equals(bytes, file.bytes()))
        .orElse(false);
  }
}
